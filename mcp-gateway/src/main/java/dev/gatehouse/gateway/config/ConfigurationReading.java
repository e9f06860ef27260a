package dev.gatehouse.gateway.config;

import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;

/** What became of reading a configuration file. */
public sealed interface ConfigurationReading {

  /**
   * It is complete and valid.
   *
   * @param warnings what works but is probably not meant
   */
  record Accepted(Configuration configuration, List<Problem> warnings)
      implements ConfigurationReading {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Nothing may start from it.
   *
   * @param problems all of them, in the order of the file, at least one
   * @param policies the policy files that it names, as far as that could be read, so that their
   *     problems can be shown at the same time
   */
  record Rejected(List<Problem> problems, List<Path> policies) implements ConfigurationReading {
    public Rejected {
      problems = List.copyOf(problems);
      policies = List.copyOf(policies);
    }
  }
}
