package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import java.util.List;
import java.util.Optional;

/**
 * One rule of a policy file. Immutable.
 *
 * @param whenResult present if it is judged on the reply
 * @param observes whether it does nothing and only says what it would have done
 */
record Rule(
    String name,
    RulePlace place,
    Match match,
    Optional<Condition> when,
    Optional<Condition> whenResult,
    boolean observes,
    List<Verb> verbs) {
  Rule {
    verbs = List.copyOf(verbs);
  }

  /** Whether it refuses whatever it matches. */
  boolean alwaysRefuses() {
    return when.isEmpty()
        && whenResult.isEmpty()
        && !observes
        && !match.dependsOnTime()
        && verbs.stream().anyMatch(Verb.Refuse.class::isInstance);
  }

  /** Whether it hides anything. */
  boolean masks() {
    return verbs.stream().anyMatch(Verb.Mask.class::isInstance);
  }

  /** Whether a call can get through by it: masks and limits only narrow what others let through. */
  boolean letsThrough() {
    return !observes
        && verbs.stream()
            .anyMatch(verb -> verb instanceof Verb.Permit || verb instanceof Verb.Approve);
  }
}
