package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.Strategy;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.YamlNode;
import dev.gatehouse.policies.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what to leave of a value.
 *
 * <p>Shape: {@code hash}, or {@code { replace: "text" }}, {@code { partial: { first: 2, last: 4 }
 * }}, {@code { shift-days: 30 }}.
 */
final class StrategyReader {
  private static final List<String> FORMS = List.of("replace", "partial", "shift-days");

  private StrategyReader() {}

  /** The strategy; empty if there is none, or if something is wrong, which was then reported. */
  static Optional<Strategy> read(MappingReader item, String key) {
    Optional<YamlNode> node = item.node(key);
    if (node.isPresent() && node.get() instanceof Mapping) {
      return item.mapping(key).flatMap(StrategyReader::form);
    }
    return item.choice(key, Strategy.labels().toArray(String[]::new)).map(Strategy::labelled);
  }

  private static Optional<Strategy> form(MappingReader form) {
    Optional<Strategy> replace = form.optionalString("replace").map(Strategy.Replace::new);
    Optional<Strategy> partial = form.mapping("partial").flatMap(StrategyReader::partial);
    Optional<Strategy> shift = shift(form.integer("shift-days", 1, Strategy.ShiftDays.DAYS_MAX));
    if (FORMS.stream().filter(form::has).count() != 1 && form.unknownKeys().isEmpty()) {
      form.problem("expected one of replace, partial, shift-days");
    }
    form.end();
    return replace.or(() -> partial).or(() -> shift);
  }

  private static Optional<Strategy> partial(MappingReader partial) {
    long most = Strategy.Partial.CHARACTERS_MAX;
    int first = (int) partial.integer("first", 0, most).orElse(0);
    int last = (int) partial.integer("last", 0, most).orElse(0);
    boolean isPart = first + last > 0 && first + last <= most;
    if (!isPart && partial.unknownKeys().isEmpty()) {
      partial.problem("expected `first`, `last` or both, from 1 to " + most + " together");
    }
    partial.end();
    return isPart ? Optional.of(new Strategy.Partial(first, last)) : Optional.empty();
  }

  private static Optional<Strategy> shift(OptionalLong days) {
    return days.isPresent()
        ? Optional.of(new Strategy.ShiftDays((int) days.getAsLong()))
        : Optional.empty();
  }
}
