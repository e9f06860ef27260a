package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.condition.Outcome;
import dev.gatehouse.policies.condition.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds out which rules are about one recorded call, of which not everything is known. Confined to
 * one thread.
 *
 * @param twins whose recorded answers count where there is no other
 * @param subject what conditions see of the call, without what is lost
 */
record Inquiry(RuleTwins twins, RecordedCall call, Subject subject) {

  /** What is known of a rule and the call. */
  sealed interface Answer {
    /** The rule is about the call, or it is not, or that could not be told then either. */
    record Clear(Outcome outcome) implements Answer {}

    /** Nobody knows any more. */
    record Gone(Undecided undecided) implements Answer {}
  }

  /** Whether a rule is about the call. */
  Answer about(Rule rule, Judgement judgement) {
    boolean isOfClaims =
        call.lostWhole().contains(RecordedCall.CLAIMS)
            && rule.match().parts().stream().anyMatch(Part.Claim.class::isInstance);
    if (isOfClaims) {
      boolean matches =
          rule.match().parts().stream()
              .allMatch(part -> part instanceof Part.Claim || part.matches(call.facts()));
      return matches
          ? recalled(rule, Set.of(RecordedCall.CLAIMS))
          : new Answer.Clear(new Outcome.Known(false));
    }
    Outcome outcome = judgement.outcome(rule);
    Set<String> missed = missed(rule, outcome);
    return missed.isEmpty() ? new Answer.Clear(outcome) : recalled(rule, missed);
  }

  /** What of the lost may stand behind this outcome. */
  private Set<String> missed(Rule rule, Outcome outcome) {
    boolean isUnknown = outcome instanceof Outcome.Unknown;
    Set<String> missed = new TreeSet<>();
    if (isUnknown || !call.lost().isEmpty()) {
      for (Condition condition :
          Stream.concat(rule.when().stream(), rule.whenResult().stream()).toList()) {
        if (isUnknown || condition.looksAtKinds()) {
          call.lost().keySet().stream().filter(condition::mentions).forEach(missed::add);
        }
      }
    }
    return missed;
  }

  private Answer recalled(Rule rule, Set<String> missed) {
    return twins
        .asking(rule)
        .<Answer>map(twin -> new Answer.Clear(new Recollection(call.reasons()).outcome(twin)))
        .orElseGet(() -> new Answer.Gone(undecided(rule, call.why(missed))));
  }

  private static Undecided undecided(Rule rule, String why) {
    boolean masks =
        rule.verbs().stream().anyMatch(v -> v instanceof Verb.Mask || v instanceof Verb.Seal);
    // Its condition might not be one that can be evaluated: then it refuses.
    return new Undecided(rule.name(), why, !rule.observes(), masks && !rule.observes());
  }

  /** The rule without those verbs whose effect nobody knows any more, which are added. */
  Rule sure(Rule rule, Outcome outcome, List<Undecided> undecided) {
    if (!(outcome instanceof Outcome.Known(boolean holds)) || !holds) {
      return rule;
    }
    List<Verb> verbs = new ArrayList<>(rule.verbs().size());
    for (Verb verb : rule.verbs()) {
      notKnown(rule, verb)
          .ifPresentOrElse(
              why -> undecided.add(new Undecided(rule.name(), why, !rule.observes(), false)),
              () -> verbs.add(verb));
    }
    return verbs.size() == rule.verbs().size() ? rule : with(rule, verbs);
  }

  /** The rule without limits that count by what is lost. */
  Rule countable(Rule rule) {
    List<Verb> verbs =
        rule.verbs().stream().filter(v -> !(v instanceof Verb.Limit l && isLost(l))).toList();
    return verbs.size() == rule.verbs().size() ? rule : with(rule, verbs);
  }

  /** Why SQL of the call is not within the bounds of a rule. */
  Optional<String> violation(Rule rule, SqlGuard guard) {
    return isLost(guard)
        ? twins.whole(rule).flatMap(new Recollection(call.reasons())::violation)
        : guard.violation(call.facts());
  }

  private Optional<String> notKnown(Rule rule, Verb verb) {
    return switch (verb) {
      case Verb.Sql(SqlGuard guard, _) when isLost(guard) && twins.whole(rule).isEmpty() ->
          Optional.of(call.why(Set.of(RecordedCall.ARGUMENTS)));
      case Verb.Limit limit when isLost(limit) ->
          Optional.of("what its limit counts by is not recorded");
      case Verb.Sql _,
          Verb.Limit _,
          Verb.Permit _,
          Verb.Mask _,
          Verb.Seal _,
          Verb.Refuse _,
          Verb.Approve _ ->
          Optional.empty();
    };
  }

  private boolean isLost(Verb.Limit limit) {
    return limit.by() instanceof CountedBy.Expression by
        && call.lost().keySet().stream().anyMatch(by.text()::contains)
        && by.of(call.facts(), subject) instanceof CountedBy.Values.Unknown;
  }

  private boolean isLost(SqlGuard guard) {
    return call.lostWhole().contains(RecordedCall.ARGUMENTS)
        || (call.lost().containsKey(RecordedCall.ARGUMENTS)
            && guard.isLost(call.facts().arguments().get()));
  }

  private static Rule with(Rule rule, List<Verb> verbs) {
    return new Rule(
        rule.name(),
        rule.place(),
        rule.match(),
        rule.when(),
        rule.whenResult(),
        rule.observes(),
        verbs);
  }
}
