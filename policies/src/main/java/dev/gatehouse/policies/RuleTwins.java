package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rules of a candidate ask the same as a rule of an earlier set: what is recorded of the one
 * is true of the other, also where nobody could find it out any more. Immutable.
 */
final class RuleTwins {
  /** What a rule asks, so that equal ones are about the same calls. */
  private record Question(
      Match match, Optional<String> when, Optional<String> whenResult, Map<String, ?> sets) {}

  private final IdentityHashMap<Rule, Rule> asking = new IdentityHashMap<>();
  private final IdentityHashMap<Rule, Rule> whole = new IdentityHashMap<>();

  private RuleTwins() {}

  /** Those of no earlier set. */
  static RuleTwins none() {
    return new RuleTwins();
  }

  static RuleTwins between(PolicySet candidate, PolicySet earlier) {
    RuleTwins twins = new RuleTwins();
    Map<Question, Rule> byQuestion = new HashMap<>();
    Map<String, Rule> byText = new HashMap<>();
    for (Rule rule : earlier.rules()) {
      byQuestion.putIfAbsent(question(rule, earlier), rule);
      text(rule, earlier).ifPresent(text -> byText.putIfAbsent(text, rule));
    }
    boolean sameSets = candidate.lists().members().equals(earlier.lists().members());
    for (Rule rule : candidate.rules()) {
      Optional.ofNullable(byQuestion.get(question(rule, candidate)))
          .ifPresent(twin -> twins.asking.put(rule, twin));
      text(rule, candidate)
          .filter(_ -> sameSets)
          .flatMap(text -> Optional.ofNullable(byText.get(text)))
          .ifPresent(twin -> twins.whole.put(rule, twin));
    }
    return twins;
  }

  /** The earlier rule that is about the same calls. */
  Optional<Rule> asking(Rule rule) {
    return Optional.ofNullable(asking.get(rule));
  }

  /** The earlier rule that is the same, word by word. */
  Optional<Rule> whole(Rule rule) {
    return Optional.ofNullable(whole.get(rule));
  }

  private static Question question(Rule rule, PolicySet set) {
    Optional<String> when = rule.when().map(Condition::expression);
    Optional<String> whenResult = rule.whenResult().map(Condition::expression);
    boolean asksSets = when.orElse("").contains("sets") || whenResult.orElse("").contains("sets");
    return new Question(
        rule.match(), when, whenResult, asksSets ? set.lists().members() : Map.of());
  }

  /** The lines from the rule's first to the next one's; empty where files have the same name. */
  private static Optional<String> text(Rule rule, PolicySet set) {
    Optional<Path> name = Optional.ofNullable(Path.of(rule.place().file()).getFileName());
    List<PolicyText> files =
        set.texts().stream()
            .filter(text -> name.filter(n -> n.toString().equals(text.file())).isPresent())
            .toList();
    if (files.size() != 1) {
      return Optional.empty();
    }
    int first = rule.place().line();
    int next =
        set.rules().stream()
            .filter(other -> other.place().file().equals(rule.place().file()))
            .mapToInt(other -> other.place().line())
            .filter(line -> line > first)
            .min()
            .orElse(Integer.MAX_VALUE);
    List<String> lines = files.getFirst().text().lines().skip(first - 1L).toList();
    String text = String.join("\n", lines.subList(0, Math.min(lines.size(), next - first)));
    return Optional.of(rule.name() + "\n" + text.strip());
  }
}
