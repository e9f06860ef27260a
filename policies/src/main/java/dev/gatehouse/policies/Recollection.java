package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What the reasons of a recorded decision tell of the rules that were asked then: each rule that
 * was about the call gave one.
 */
record Recollection(List<Reason> reasons) {
  Recollection {
    reasons = List.copyOf(reasons);
  }

  /** Whether this rule, which was asked then, was about the call. */
  Outcome outcome(Rule rule) {
    List<Reason> its = of(rule);
    return its.stream()
        .flatMap(reason -> Judgement.unevaluated(reason).stream())
        .findFirst()
        .<Outcome>map(Outcome.Unknown::new)
        .orElseGet(() -> new Outcome.Known(!its.isEmpty()));
  }

  /** Why SQL was not within the bounds of this rule, if it was not. */
  Optional<String> violation(Rule rule) {
    return of(rule).stream()
        .filter(reason -> reason.verb().equals("refuse") || reason.wouldHaveRefused())
        .map(Reason::because)
        .findFirst();
  }

  private List<Reason> of(Rule rule) {
    return reasons.stream().filter(reason -> reason.rule().equals(rule.name())).toList();
  }
}
