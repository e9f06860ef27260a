package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import dev.gatehouse.policies.Grants;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What time alone does to an approval. Pure. */
final class Ageing {
  /** Databases and JSON hold no more; whoever waits until then waits for ever. */
  static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  private Ageing() {}

  /** When nobody has to decide any more: the earliest that a rule says. */
  static Instant decideBy(Collection<Demand> demands, Instant asked) {
    return demands.stream()
        .map(demand -> demand.waitEnds(asked))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** When a grant of this moment ends. */
  static Instant useBy(Collection<Demand> demands, Instant granted) {
    return granted.plus(Grants.narrowest(demands).lasts());
  }

  static Instant due(Approval approval) {
    return switch (approval.state()) {
      case PENDING ->
          escalations(approval).stream()
              .filter(at -> at.isAfter(escalatedUntil(approval)))
              .findFirst()
              .filter(at -> at.isBefore(approval.decideBy()))
              .orElse(approval.decideBy());
      case GRANTED -> approval.useBy();
      case DENIED, EXPIRED, WITHDRAWN, USED, LAPSED, REVOKED -> NEVER;
    };
  }

  /** The same, with all that has come by now; what happens twice happens in the order of time. */
  static Approval at(Approval approval, Instant now) {
    Approval aged = approval;
    // At most one round for each escalation, and one for the end.
    for (Instant due = due(aged); !due.isAfter(now); due = due(aged)) {
      aged = aged(aged, due);
    }
    return aged;
  }

  private static Approval aged(Approval approval, Instant due) {
    Draft draft = new Draft(approval);
    switch (approval.state()) {
      case PENDING -> {
        if (due.isBefore(approval.decideBy())) {
          draft.escalated = true;
          draft.step(Step.ESCALATED, due, Step.GATEWAY, String.join(", ", to(approval, due)));
        } else {
          draft.end(State.EXPIRED, Step.EXPIRED, due, Step.GATEWAY, "nobody decided in time");
        }
      }
      case GRANTED -> {
        State state = approval.uses() == 0 ? State.LAPSED : State.USED;
        draft.end(state, Step.LAPSED, due, Step.GATEWAY, "the time for which it was granted ended");
      }
      case DENIED, EXPIRED, WITHDRAWN, USED, LAPSED, REVOKED -> {}
    }
    return draft.approval();
  }

  /** Up to when rules have been escalated. */
  static Instant escalatedUntil(Approval approval) {
    return approval.steps().stream()
        .filter(step -> step.word().equals(Step.ESCALATED))
        .map(Step::at)
        .reduce(Instant.MIN, (one, other) -> other.isAfter(one) ? other : one);
  }

  /** When rules ask others too. */
  private static Set<Instant> escalations(Approval approval) {
    Set<Instant> times = new TreeSet<>();
    approval
        .request()
        .demands()
        .forEach(demand -> demand.escalates(approval.asked()).ifPresent(times::add));
    return times;
  }

  private static Set<String> to(Approval approval, Instant due) {
    Set<String> groups = new TreeSet<>();
    for (Demand demand : approval.request().demands()) {
      if (demand.escalates(approval.asked()).filter(due::equals).isPresent()) {
        demand.escalation().ifPresent(escalation -> groups.addAll(escalation.to()));
      }
    }
    return groups;
  }
}
