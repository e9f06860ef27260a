package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.Change.Refused;
import dev.gatehouse.gateway.approval.Change.Same;
import dev.gatehouse.gateway.approval.Change.Stepped;
import dev.gatehouse.policies.Grants;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the gateway itself does to an approval: it spends the grant, and notes how that ended. Pure.
 *
 * <p>Guarantee: a grant for one use is spent once, whatever becomes of that use; what nobody knows
 * the end of stays {@code unknown} until the gateway that ran it says better.
 */
final class Runs {
  /** Under way at once, of one grant. */
  static final int RUNNING_MAX = 100;

  /** Of those that have ended. */
  private static final int ENDED_KEPT = 10;

  /** Behind so many steps runs are not steps any more; the log has each of them all the same. */
  private static final int STEPS_MAX = Approval.STEPS_MAX - 10;

  private static final Set<String> OUTCOMES = Set.of(Run.REPLIED, Run.FAILED, Run.UNKNOWN);

  private Runs() {}

  /** Takes the grant, for a call of this binding. */
  static Change spend(Approval before, String key, String exchange, String node, Instant now) {
    Approval approval = before.at(now);
    if (approval.state() != State.GRANTED) {
      return new Refused(approval, Eligibility.over(approval));
    }
    if (!approval.request().binding().key().equals(key)) {
      return new Refused(approval, "it was granted for another call");
    }
    if (approval.runs().stream().anyMatch(run -> run.exchange().equals(exchange))) {
      return new Refused(approval, "this exchange has used it already");
    }
    if (approval.runs().stream().filter(Run::isRunning).count() >= RUNNING_MAX) {
      return new Refused(approval, RUNNING_MAX + " calls run on this grant already");
    }
    Draft draft = new Draft(approval);
    draft.uses++;
    draft.runs.add(new Run(exchange, now, Run.RUNNING, node));
    forget(draft);
    if (isOnce(approval)) {
      draft.end(State.USED, Step.USED, now, by(approval), "");
    } else if (approval.steps().size() < STEPS_MAX) {
      draft.step(Step.USED, now, by(approval), "");
    }
    return new Stepped(draft.approval());
  }

  /** Goes on with a run whose upstream asked something, once, in another exchange. */
  static Change resume(
      Approval before, String key, String asked, String exchange, String node, Instant now) {
    Approval approval = before.at(now);
    if (!approval.request().binding().key().equals(key)) {
      return new Refused(approval, "it was granted for another call");
    }
    Optional<Run> waiting =
        approval.runs().stream()
            .filter(run -> asked.startsWith(Run.ASKS) && run.outcome().equals(asked))
            .findFirst();
    if (waiting.isEmpty()) {
      return new Refused(approval, "what its upstream asked was answered already");
    }
    Draft draft = new Draft(approval);
    draft.runs.remove(waiting.get());
    draft.runs.add(new Run(exchange, now, Run.RUNNING, node));
    if (approval.steps().size() < STEPS_MAX) {
      draft.step(Step.RESUMED, now, by(approval), "");
    }
    return new Stepped(draft.approval());
  }

  /** Notes how a run ended. */
  static Change ended(Approval before, String exchange, String outcome, Instant now) {
    if (!OUTCOMES.contains(outcome) && !outcome.startsWith(Run.ASKS)) {
      throw new IllegalArgumentException("a run expected to end in one of " + OUTCOMES);
    }
    return changed(
        before.at(now),
        run ->
            run.exchange().equals(exchange)
                && !run.outcome().equals(outcome)
                && (run.isRunning() || run.outcome().equals(Run.UNKNOWN)),
        outcome,
        now);
  }

  /** Notes that nobody will ever say how these runs ended. */
  static Change lost(Approval before, Predicate<Run> isLost, Instant now) {
    return changed(before.at(now), run -> run.isRunning() && isLost.test(run), Run.UNKNOWN, now);
  }

  private static Change changed(
      Approval approval, Predicate<Run> which, String outcome, Instant now) {
    Optional<Run> first = approval.runs().stream().filter(which).findFirst();
    if (first.isEmpty()) {
      return new Same(approval);
    }
    Draft draft = new Draft(approval);
    draft.runs.replaceAll(run -> which.test(run) ? run.ended(outcome) : run);
    if (approval.steps().size() < STEPS_MAX) {
      draft.step(Step.ENDED, now, Step.GATEWAY, outcome);
    }
    return new Stepped(draft.approval());
  }

  static boolean isOnce(Approval approval) {
    return switch (Grants.narrowest(approval.request().demands())) {
      case Grants.Once _ -> true;
      case Grants.ManyFor _ -> false;
    };
  }

  private static void forget(Draft draft) {
    while (draft.runs.stream().filter(run -> !run.isRunning()).count() > ENDED_KEPT) {
      Run oldest = draft.runs.stream().filter(run -> !run.isRunning()).findFirst().orElseThrow();
      draft.runs.remove(oldest);
    }
  }

  private static String by(Approval approval) {
    return approval.request().requester().name();
  }
}
