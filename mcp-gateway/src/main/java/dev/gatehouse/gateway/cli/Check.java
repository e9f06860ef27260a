package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Policies;
import dev.gatehouse.gateway.ToolCatalog;
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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that can be said about a configuration and its policies without starting anything.
 *
 * @param configuration present unless it has problems of its own
 * @param policies present unless they, or the configuration, have any
 * @param problems of the configuration, then of the policies; where there are any, nothing starts
 */
record Check(
    Optional<Configuration> configuration,
    Optional<PolicySet> policies,
    List<Problem> problems,
    List<Problem> warnings) {

  /** Reads both, whatever is wrong with either. */
  static Check of(Path file, Map<String, String> environment) {
    return switch (ConfigurationFile.read(file, environment)) {
      case ConfigurationReading.Accepted(var configuration, var warnings) ->
          accepted(configuration, warnings);
      case ConfigurationReading.Rejected(var problems, var policies) ->
          rejected(problems, policies);
    };
  }

  /**
   * The same held against what the upstreams have now: rules on upstreams that are not configured,
   * and on tools that they do not have, are problems. An upstream that is down is a warning.
   */
  Check withUpstreams() throws InterruptedException {
    if (configuration.isEmpty() || policies.isEmpty()) {
      return this;
    }
    PolicySet set = policies.get();
    List<Problem> unknown = set.unknownUpstreams(names(configuration.get()));
    List<Problem> found = new ArrayList<>(problems);
    found.addAll(unknown);
    List<Problem> doubts = new ArrayList<>(warnings);
    doubts.removeAll(unknown);
    ToolCatalog.of(configuration.get())
        .forEach(
            (upstream, answer) -> {
              switch (answer) {
                case ToolCatalog.Answer.Tools(var tools) ->
                    found.addAll(set.unknownTools(upstream, tools));
                case ToolCatalog.Answer.Silent(var problem) ->
                    doubts.add(new Problem(configuration.get().file().toString(), 1, 1, problem));
              }
            });
    return new Check(configuration, policies, List.copyOf(found), List.copyOf(doubts));
  }

  private static Set<String> names(Configuration configuration) {
    return configuration.upstreams().stream()
        .map(UpstreamSettings::name)
        .collect(Collectors.toSet());
  }

  private static Check accepted(Configuration configuration, List<Problem> ownWarnings) {
    List<Problem> warnings = new ArrayList<>(ownWarnings);
    return switch (Policies.read(configuration)) {
      case PolicySet.Reading.Accepted(var set, var ofPolicies) -> {
        warnings.addAll(ofPolicies);
        warnings.addAll(set.unknownUpstreams(names(configuration)));
        yield new Check(
            Optional.of(configuration), Optional.of(set), List.of(), List.copyOf(warnings));
      }
      case PolicySet.Reading.Rejected(var problems) ->
          new Check(Optional.of(configuration), Optional.empty(), problems, List.copyOf(warnings));
    };
  }

  private static Check rejected(List<Problem> ownProblems, List<Path> policies) {
    List<Problem> problems = new ArrayList<>(ownProblems);
    if (!policies.isEmpty() && PolicySet.read(policies) instanceof PolicySet.Reading.Rejected r) {
      problems.addAll(r.problems());
    }
    return new Check(Optional.empty(), Optional.empty(), List.copyOf(problems), List.of());
  }
}
