package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.ApprovalsFullException;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.Standing;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.recordings.RecordingException;
import java.util.Optional;

/**
 * Step 6 of the way of a call that rules hold: people are asked, and the call goes on once they
 * have approved exactly this.
 *
 * <p>The request is written before anybody is asked. A call that was asked for before attaches to
 * the approval that stands. Where its client cannot be kept waiting it is told so, and comes back.
 *
 * <p>Guarantee: without a grant that was spent for this exchange, durably, nothing goes upstream.
 */
final class HeldCall {
  private final PolicyEngine engine;
  private final Recorder recorder;
  private final CarriedCall carried;
  private final ApprovedCall approved;
  private final ApprovalRequests requests;
  private final Asking asking;
  private final PeopleWait waiting;
  private final HeldTasks tasks;
  private final Ongoing ongoing;

  HeldCall(
      PolicyEngine engine,
      Recorder recorder,
      CarriedCall carried,
      ApprovedCall approved,
      ApprovalRequests requests,
      Asking asking,
      PeopleWait waiting,
      HeldTasks tasks,
      Ongoing ongoing) {
    this.engine = engine;
    this.recorder = recorder;
    this.carried = carried;
    this.approved = approved;
    this.requests = requests;
    this.asking = asking;
    this.waiting = waiting;
    this.tasks = tasks;
    this.ongoing = ongoing;
  }

  /** What is asked about calls that wait as tasks. */
  HeldTasks tasks() {
    return tasks;
  }

  void hold(RoutedCall routed, Decision.Hold hold, ReplySink sink) throws RecordingException {
    Exchange exchange = routed.exchange();
    Optional<MessageMask.Masked> masked = carried.masked(routed, hold, sink);
    if (masked.isEmpty()) {
      return;
    }
    Verdict verdict = Verdict.of(hold, engine.set().digest(), masked.get().counts());
    // From here on the client can cancel it.
    try (Attendance attendance =
        Attendance.begin(ongoing.inFlight(), exchange, routed.request().id())) {
      // The request and that it is held become durable. If we crash before that, nobody was asked;
      // if we crash behind it, the restart closes this exchange, and the approval stands on.
      recorder.begin(exchange, routed.subject(), verdict, masked.get().kept());
      ApprovalRequests.Asked asked = requests.of(routed, hold, masked.get());
      HeldAnswers answers = new HeldAnswers(asking, exchange, routed.request());
      Held held = new Held(routed, asked, answers, verdict, attendance, sink);
      if (routed.states().brought() instanceof InputStates.Brought.OfApproved(String id, _)) {
        further(held, id);
      } else {
        ask(held);
      }
    }
  }

  private void ask(Held held) throws RecordingException {
    Standing standing;
    try {
      standing = asking.approvals().ask(held.asked().request());
    } catch (ApprovalsFullException e) {
      held.reply(recorder, held.answers().full(e));
      return;
    }
    Approval told = justified(standing.approval(), held.asked().justification());
    attend(held.by(told.id()).saying(held.answers().because(standing.because())), told);
  }

  private Approval justified(Approval approval, String justification) throws RecordingException {
    if (justification.isEmpty()
        || approval.state() != State.PENDING
        || !approval.justification().isEmpty()) {
      return approval;
    }
    asking.approvals().happened(approval.id(), new Event.Justified(justification));
    return asking.approvals().find(approval.id()).orElse(approval);
  }

  private void attend(Held held, Approval first) throws RecordingException {
    RoutedCall routed = held.routed();
    boolean waits = first.state() == State.PENDING;
    ClientAbilities client = ClientAbilities.of(routed.exchange(), routed.request(), held.sink());
    if (waits && client == ClientAbilities.TASKS) {
      held.reply(recorder, held.answers().task(first));
      return;
    }
    boolean hasAnswered = routed.states().brought() instanceof InputStates.Brought.OfWaiting;
    if (waits && hasAnswered && HeldAnswers.isDeclined(routed.request())) {
      withdraw(first, "its caller declined");
    } else if (waits
        && !hasAnswered
        && client == ClientAbilities.ADDRESS_ANSWERED
        && held.answers().page(first).isPresent()) {
      held.reply(recorder, held.answers().address(first, routed.states()));
      return;
    }
    String owner = Callers.owner(routed.exchange().principal());
    boolean mayWait = ongoing.questions().enter(owner);
    try {
      Approval last =
          mayWait
              ? waiting.until(held, first, client)
              : asking.approvals().find(first.id()).orElse(first);
      if (held.attendance().hasLeft()) {
        left(held, last);
      } else {
        conclude(held, last, mayWait);
      }
    } finally {
      if (mayWait) {
        ongoing.questions().leave(owner);
      }
    }
  }

  /** What became of it by the time when the wait ended. */
  private void conclude(Held held, Approval approval, boolean hadRoom) throws RecordingException {
    switch (approval.state()) {
      case PENDING -> held.reply(recorder, held.answers().pending(approval, hadRoom));
      case GRANTED -> approved.run(held, approval);
      case USED -> used(held, approval);
      case DENIED, EXPIRED, WITHDRAWN, LAPSED, REVOKED -> {
        held.reply(recorder, held.answers().over(approval));
        delivered(held, approval);
      }
    }
  }

  /** The grant was spent by another exchange: what came of that is for this client too. */
  private void used(Held held, Approval approval) throws RecordingException {
    Optional<String> kept = asking.approvals().keptReply(approval.id());
    if (kept.isPresent()) {
      held.reply(recorder, held.answers().kept(kept.get()));
      delivered(held, approval);
    } else if (approval.run().map(Run::outcome).filter(Run.RUNNING::equals).isPresent()) {
      held.reply(recorder, held.answers().running(approval));
    } else {
      held.reply(recorder, held.answers().unknown(approval));
      delivered(held, approval);
    }
  }

  private void delivered(Held held, Approval approval) throws RecordingException {
    if (!held.attendance().mayMiss()) {
      asking.approvals().delivered(approval.id());
    }
  }

  /** The upstream of an approved call asked something, and this is the answer. */
  private void further(Held held, String id) throws RecordingException {
    Optional<Approval> approval = asking.approvals().find(id);
    if (approval.isPresent()) {
      approved.resume(held.by(id), approval.get());
    } else {
      held.reply(recorder, held.answers().gone());
    }
  }

  private void left(Held held, Approval approval) throws RecordingException {
    if (approval.isOpen()) {
      if (held.attendance().isWithdrawn()) {
        withdraw(approval, "its caller cancelled the call");
      } else {
        asking.approvals().happened(approval.id(), new Event.Abandoned());
      }
    }
    RoutedCall routed = held.routed();
    held.sink().ended(recorder.withdrawn(routed.exchange(), routed.subject(), held.verdict()));
  }

  private void withdraw(Approval approval, String why) throws RecordingException {
    asking.approvals().happened(approval.id(), new Event.Withdrawn(why));
  }
}
