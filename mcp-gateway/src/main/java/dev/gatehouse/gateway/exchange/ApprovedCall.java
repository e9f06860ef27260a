package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Spent;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.policy.PoliciesInForce;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;

/**
 * Makes a call that people have approved: judged once more, its grant spent, then carried.
 *
 * <p>Guarantee: what is made is what was approved, by the policies that are in force now: a call
 * that an approver changed passes every rule, and the votes must do for the rules that hold it.
 */
final class ApprovedCall {
  private final PoliciesInForce policies;
  private final PolicyEngine engine;
  private final Recorder recorder;
  private final CarriedCall carried;
  private final Asking asking;
  private final Ongoing ongoing;

  ApprovedCall(
      PoliciesInForce policies,
      PolicyEngine engine,
      Recorder recorder,
      CarriedCall carried,
      Asking asking,
      Ongoing ongoing) {
    this.policies = policies;
    this.engine = engine;
    this.recorder = recorder;
    this.carried = carried;
    this.asking = asking;
    this.ongoing = ongoing;
  }

  /** Spends the grant. */
  @FunctionalInterface
  private interface Spending {
    Spent spend() throws RecordingException;
  }

  /** By a grant that nobody has used. */
  void run(Held held, Approval approval) throws RecordingException {
    String key = held.asked().request().binding().key();
    String exchange = held.routed().exchange().id();
    run(held, approval, () -> asking.approvals().spend(approval.id(), key, exchange));
  }

  /** The next round of a call whose upstream has asked its client something. */
  void resume(Held held, Approval approval) throws RecordingException {
    String key = held.asked().request().binding().key();
    String exchange = held.routed().exchange().id();
    String asked = SettlingSink.asked(held.routed().states().broughtText());
    run(held, approval, () -> asking.approvals().resume(approval.id(), key, exchange, asked));
  }

  private void run(Held held, Approval approval, Spending spending) throws RecordingException {
    if (!policies.digest().equals(engine.set().digest())) {
      outdated(held, approval, "the policies changed");
      return;
    }
    RoutedCall call =
        approval
            .narrowed()
            .map(narrowed -> held.routed().narrowed(narrowed.argumentsJson()))
            .orElse(held.routed())
            .approvedBy(approval.id());
    Facts facts = PolicyFacts.of(call.exchange(), call.request(), call.to());
    Decision again = judged(call, facts, approval);
    try (Lease _ = again.lease()) {
      switch (again) {
        case Decision.Hold _ ->
            outdated(held, approval, "other rules hold it than those it was approved for");
        case Decision.Refuse _, Decision.Throttle _ -> {
          Verdict verdict =
              Verdict.of(again, engine.set().digest(), held.verdict().masked()).by(approval.id());
          RoutedCall routed = held.routed();
          held.reply(
              recorder, verdict, Refusals.refused(routed.exchange(), routed.request(), again));
        }
        case Decision.Permit permit -> permitted(held, call, facts, permit, approval, spending);
      }
    }
  }

  private void permitted(
      Held held,
      RoutedCall call,
      Facts facts,
      Decision.Permit permit,
      Approval approval,
      Spending spending)
      throws RecordingException {
    Optional<MessageMask.Masked> masked = masked(held, call, permit, approval);
    if (masked.isEmpty()) {
      held.reply(recorder, held.answers().cannotBeHidden());
      return;
    }
    // From here on the grant is used, whatever becomes of the call.
    switch (spending.spend()) {
      case Spent.Not(Approval now, String why) ->
          held.reply(recorder, held.answers().notSpent(now, why));
      case Spent.Taken _ -> {
        SettlingSink settling =
            new SettlingSink(
                held.sink(), asking.approvals(), approval.id(), call.exchange(), held.attendance());
        Releasing.By by = (releasing, reply) -> releasing.judged(engine, facts, permit, reply);
        carried.approved(call, masked.get(), permit, approval.id(), by, settling);
      }
    }
  }

  /** As people saw it where nobody changed it, else masked anew; nothing where it cannot be. */
  private Optional<MessageMask.Masked> masked(
      Held held, RoutedCall call, Decision.Permit permit, Approval approval) {
    if (approval.narrowed().isEmpty()) {
      return Optional.of(held.asked().masked());
    }
    try {
      return Optional.of(carried.hidden(call, permit));
    } catch (MaskingException _) {
      return Optional.empty();
    }
  }

  private Decision judged(RoutedCall call, Facts facts, Approval approval) {
    Decision byRules = engine.judgeApproved(facts, approval.request().demands());
    if (byRules instanceof Decision.Hold hold
        && approval.narrowed().isPresent()
        && approval.meets(hold.demands())) {
      // The rules that hold the changed call are others, and the same people do for them.
      byRules = engine.judgeApproved(facts, hold.demands());
    }
    PinnedTools pinned = ongoing.tools().pinned();
    return pinned.judged(call.exchange(), call.request(), call.to(), byRules, engine);
  }

  private void outdated(Held held, Approval approval, String why) throws RecordingException {
    asking.approvals().happened(approval.id(), new Event.Outdated(why));
    held.reply(recorder, held.answers().outdated(why));
  }
}
