package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the limits of a rule. */
final class LimitReader {
  private static final int CALLS_MAX = 1_000_000;

  private static final Duration PER_MIN = Duration.ofSeconds(1);

  /** Counts are in memory only: a longer time would seldom outlive the process. */
  private static final Duration PER_MAX = Duration.ofHours(24);

  private LimitReader() {}

  /**
   * The limits of the rule of this name; none if there are none or something is wrong with them.
   */
  static List<Verb> read(MappingReader rule, String name) {
    return rule.mapping("limit").flatMap(limit -> limit(limit, name)).stream().toList();
  }

  private static Optional<Verb> limit(MappingReader limit, String name) {
    limit.require("calls", "per");
    OptionalLong calls = limit.integer("calls", 1, CALLS_MAX);
    Optional<Duration> per = limit.duration("per", PER_MIN, PER_MAX);
    limit.end();
    if (calls.isEmpty() || per.isEmpty()) {
      return Optional.empty();
    }
    String written = limit.text("per").map(Scalar::text).orElse("");
    String rate =
        calls.getAsLong() + (calls.getAsLong() == 1 ? " call" : " calls") + " per " + written;
    return Optional.of(
        new Verb.Limit(
            new Rate((int) calls.getAsLong(), per.get()),
            new Reason(name, "limit", "at most " + rate),
            new Reason(name, "limit", "more than " + rate)));
  }
}
