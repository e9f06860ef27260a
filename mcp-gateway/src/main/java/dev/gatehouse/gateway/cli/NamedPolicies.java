package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Policies;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import dev.gatehouse.gateway.config.UpstreamSettings;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which policies a command is about: files that were named, or those of the configuration. */
final class NamedPolicies {
  private NamedPolicies() {}

  /** Reads the named files as one set; where none is named, those of the configuration. */
  static PolicySet.Reading read(ConfigurationOption configuration, List<Path> named) {
    if (!named.isEmpty()) {
      return PolicySet.read(named);
    }
    return switch (ConfigurationFile.readWithoutSecrets(configuration.file())) {
      case ConfigurationReading.Rejected(var problems, _) ->
          new PolicySet.Reading.Rejected(problems);
      case ConfigurationReading.Accepted(var read, _) -> ofConfiguration(read);
    };
  }

  /** The set; empty, and everything that is wrong printed, where there is none. */
  static Optional<PolicySet> set(
      Terminal terminal, ConfigurationOption configuration, List<Path> named) {
    return switch (read(configuration, named)) {
      case PolicySet.Reading.Accepted(PolicySet set, _) -> Optional.of(set);
      case PolicySet.Reading.Rejected(List<Problem> problems) -> {
        ConfigurationOption.print(terminal, problems, List.of());
        yield Optional.empty();
      }
    };
  }

  private static PolicySet.Reading ofConfiguration(Configuration read) {
    PolicySet.Reading reading = Policies.read(read);
    if (!(reading instanceof PolicySet.Reading.Accepted(PolicySet set, var warnings))) {
      return reading;
    }
    List<Problem> all = new ArrayList<>(warnings);
    all.addAll(
        set.unknownUpstreams(
            read.upstreams().stream().map(UpstreamSettings::name).collect(Collectors.toSet())));
    return new PolicySet.Reading.Accepted(set, all);
  }
}
