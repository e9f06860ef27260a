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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that can be said about a configuration and its policies without starting anything.
 *
 * @param configuration present unless it has problems of its own
 * @param problems of the configuration, then of the policies; where there are any, nothing starts
 */
record Check(
    Optional<Configuration> configuration, List<Problem> problems, List<Problem> warnings) {

  /** Reads both, whatever is wrong with either. */
  static Check of(Path file, Map<String, String> environment) {
    return switch (ConfigurationFile.read(file, environment)) {
      case ConfigurationReading.Accepted(var configuration, var warnings) ->
          accepted(configuration, warnings);
      case ConfigurationReading.Rejected(var problems, var policies) ->
          rejected(problems, policies);
    };
  }

  private static Check accepted(Configuration configuration, List<Problem> ownWarnings) {
    List<Problem> warnings = new ArrayList<>(ownWarnings);
    return switch (Policies.read(configuration)) {
      case PolicySet.Reading.Accepted(var set, var ofPolicies) -> {
        warnings.addAll(ofPolicies);
        var names = configuration.upstreams().stream().map(UpstreamSettings::name);
        warnings.addAll(set.unknownUpstreams(names.collect(Collectors.toSet())));
        yield new Check(Optional.of(configuration), List.of(), List.copyOf(warnings));
      }
      case PolicySet.Reading.Rejected(var problems) ->
          new Check(Optional.of(configuration), problems, List.copyOf(warnings));
    };
  }

  private static Check rejected(List<Problem> ownProblems, List<Path> policies) {
    List<Problem> problems = new ArrayList<>(ownProblems);
    if (!policies.isEmpty() && PolicySet.read(policies) instanceof PolicySet.Reading.Rejected r) {
      problems.addAll(r.problems());
    }
    return new Check(Optional.empty(), List.copyOf(problems), List.of());
  }
}
