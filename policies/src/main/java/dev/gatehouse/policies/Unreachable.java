package dev.gatehouse.policies;

import dev.gatehouse.policies.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** Finds rules that can never take effect, because another refuses all that they are about. */
final class Unreachable {
  private final Problems problems;

  Unreachable(Problems problems) {
    this.problems = problems;
  }

  /** Reports each of these rules that cannot take effect beside the others. */
  void reportAmong(List<Rule> rules) {
    List<Rule> refusing = rules.stream().filter(Rule::alwaysRefuses).toList();
    for (Rule rule : rules) {
      String idle = idle(rule);
      if (!idle.isEmpty()) {
        refusing.stream()
            .filter(
                other ->
                    !other.place().equals(rule.place())
                        && Coverage.covers(other.match(), rule.match()))
            .findFirst()
            .ifPresent(other -> report(rule, idle, other));
      }
    }
  }

  /** What of a rule is idle where the call is refused anyway; masks are not. */
  private static String idle(Rule rule) {
    if (rule.observes()) {
      return "";
    }
    Optional<String> verb =
        rule.verbs().stream()
            .filter(Unreachable::isIdle)
            .map(idle -> "`" + idle.reason().verb() + "`")
            .findFirst();
    return rule.whenResult().isPresent() ? "`when-result`" : verb.orElse("");
  }

  private static boolean isIdle(Verb verb) {
    return switch (verb) {
      case Verb.Permit _, Verb.Approve _, Verb.Limit _, Verb.Sql _ -> true;
      case Verb.Mask _, Verb.Seal _, Verb.Refuse _ -> false;
    };
  }

  private void report(Rule rule, String idle, Rule other) {
    RulePlace place = rule.place();
    RulePlace there = other.place();
    String where =
        (there.file().equals(place.file()) ? "" : there.file() + " ") + "line " + there.line();
    String message =
        idle + " has no effect: the rule in " + where + " refuses all that this one is about";
    problems.add(place.file(), place.line(), place.column(), message);
  }
}
