package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.yaml.Problem;
import java.util.List;

/** The policies of a configuration, held against what else it says. */
public final class Policies {
  private Policies() {}

  /** Reads them; rejected also where they ask for what the configuration does not give. */
  public static PolicySet.Reading read(Configuration configuration) {
    PolicySet.Reading reading = PolicySet.read(configuration.policies());
    if (reading instanceof PolicySet.Reading.Accepted(PolicySet set, _)
        && configuration.recordings().sealKeys().isEmpty()) {
      List<Problem> problems =
          set.problemsOfSealing(
              "`seal` needs the public key of an auditor, and "
                  + configuration.file()
                  + " names none; expected `seal-keys` under `recordings`");
      return problems.isEmpty() ? reading : new PolicySet.Reading.Rejected(problems);
    }
    return reading;
  }
}
