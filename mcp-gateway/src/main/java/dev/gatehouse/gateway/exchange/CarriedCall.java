package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ToolName;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second half of the way of a call: write, do, hide, write, answer.
 *
 * <p>Guarantee: the request and its decision are durable before a byte goes upstream, and the reply
 * is durable before a byte of it goes to the client. What policy masks is masked before either.
 */
final class CarriedCall {
  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final MessageMask mask;
  private final Ongoing ongoing;

  CarriedCall(
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      MessageMask mask,
      Ongoing ongoing) {
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.mask = mask;
    this.ongoing = ongoing;
  }

  /** A call that is permitted goes; one that is not is answered. */
  void carry(RoutedCall routed, Decision decision, Releasing.By by, ReplySink sink)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    CallSubject subject = routed.subject();
    Optional<MessageMask.Masked> hidden = masked(routed, decision, sink);
    if (hidden.isEmpty()) {
      return;
    }
    MessageMask.Masked masked = hidden.get();
    NotificationStreams streams = new NotificationStreams(mask, decision.masks().results());
    Verdict verdict = Verdict.of(decision, engine.set().digest(), masked.counts());
    try (Dispatching dispatching =
        Dispatching.calling(dispatcher, ongoing.inFlight(), exchange, routed.request().id())) {
      Outbound outbound = outbound(routed, masked, streams, dispatching, sink);
      boolean isPermitted = decision instanceof Decision.Permit;

      // Step 7: the request and its decision become durable. If we crash before that, nothing
      // happened; if we crash behind it, the restart closes the exchange as `outcome-unknown`.
      List<Recorded.Call> calls =
          recorder.calls(
              exchange,
              subject,
              verdict,
              masked.kept(),
              isPermitted ? List.of(outbound) : List.of());
      if (calls.isEmpty()) {
        sink.reply(recorder.reply(exchange, subject, verdict, refusal(routed, decision)));
        return;
      }
      finish(routed, decision, verdict, calls.getFirst(), streams, dispatching, by, sink);
    }
  }

  /**
   * A held call that people have approved, whose request is in the log already. It runs to its end
   * even if its client does not wait for it.
   *
   * @param masked what goes, as the approver saw it
   */
  void approved(
      RoutedCall routed,
      MessageMask.Masked masked,
      Decision.Permit decision,
      String approval,
      Releasing.By by,
      ReplySink sink)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    NotificationStreams streams = new NotificationStreams(mask, decision.masks().results());
    Verdict verdict = Verdict.of(decision, engine.set().digest(), masked.counts()).by(approval);
    try (Dispatching dispatching =
        Dispatching.approved(dispatcher, ongoing.inFlight(), exchange, routed.request().id())) {
      Outbound outbound = outbound(routed, masked, streams, dispatching, sink);
      // Step 7: that the approval is used for this becomes durable. If we crash before that, the
      // approval is used and nothing was sent; if we crash behind it, it may have been. Either way
      // the call counts as one whose outcome nobody knows, and is not made again.
      Recorded.Call call =
          recorder.approved(exchange, routed.subject(), verdict, masked.kept(), outbound);
      finish(routed, decision, verdict, call, streams, dispatching, by, sink);
    }
  }

  /** The request as it may go on; nothing where it cannot be masked, which is then answered. */
  Optional<MessageMask.Masked> masked(RoutedCall routed, Decision decision, ReplySink sink)
      throws RecordingException {
    try {
      return Optional.of(hidden(routed, decision));
    } catch (MaskingException e) {
      refuseUnmasked(routed, decision, e, sink);
      return Optional.empty();
    }
  }

  /** The request as it may go on. */
  MessageMask.Masked hidden(RoutedCall routed, Decision decision) throws MaskingException {
    MaskPlan plan = decision.masks().arguments().and(tasks(routed).arguments());
    return mask.call(plan, routed.request());
  }

  private Outbound outbound(
      RoutedCall routed,
      MessageMask.Masked masked,
      NotificationStreams streams,
      Dispatching dispatching,
      ReplySink sink) {
    return routed.outbound(
        masked.sent(),
        heard -> {
          ongoing.heard(routed.to().upstream(), heard);
          dispatching.hear(
              heard,
              it -> passOn(routed.exchange(), routed.subject(), () -> streams.next(it), sink));
        });
  }

  private void finish(
      RoutedCall routed,
      Decision decision,
      Verdict verdict,
      Recorded.Call call,
      NotificationStreams streams,
      Dispatching dispatching,
      Releasing.By by,
      ReplySink sink)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    CallSubject subject = routed.subject();

    // Step 8: the upstream does it, and may ask the client in the course of it. If we crash here,
    // it may have been done or not, and the log says exactly that.
    Dispatching.Outcome outcome = rounds(exchange, subject, decision).run(dispatching, call, sink);
    passOn(exchange, subject, streams::end, sink);
    Verdict heard = verdict.withMasked(streams.counts());

    // Steps 9 to 11: hidden, then durable, then sent. If we crash before the reply is durable,
    // the client has seen none of it.
    switch (outcome) {
      case Dispatching.Outcome.Replied(UpstreamReply reply) -> {
        LinkedResources.in(reply.message())
            .forEach(uri -> router.linked(routed.to().upstream(), uri));
        release(exchange, subject, heard, releasing(routed).release(by, reply), sink);
      }
      case Dispatching.Outcome.Failed(UpstreamException cause) -> {
        ReplyDraft failure = Refusals.failed(exchange, routed.request(), cause);
        sink.reply(recorder.reply(exchange, subject, heard, failure));
      }
      case Dispatching.Outcome.Withdrawn() ->
          sink.ended(recorder.withdrawn(exchange, subject, heard));
    }
  }

  private void release(
      Exchange exchange, CallSubject subject, Verdict verdict, Release release, ReplySink sink)
      throws RecordingException {
    Verdict complete = verdict.withMasked(release.masked());
    switch (release) {
      case Release.Passed passed -> {
        Verdict all = complete.and(passed.reasons());
        sink.reply(recorder.reply(exchange, subject, all, passed.draft()));
      }
      case Release.Withheld withheld -> {
        // If we crash between these, the restart closes the exchange as `outcome-unknown`.
        recorder.heard(exchange, subject, withheld.heard());
        Verdict all = complete.withholding(withheld.reasons());
        sink.reply(recorder.reply(exchange, subject, all, withheld.draft()));
      }
    }
  }

  private Rounds rounds(Exchange exchange, CallSubject subject, Decision decision) {
    return new Rounds(
        ongoing.questions(), recorder, dispatcher, mask, decision.masks(), exchange, subject);
  }

  /** A result has to fit what its tool said of it. */
  private Releasing releasing(RoutedCall routed) {
    Route.To to = routed.to();
    MessageMask fitting =
        ongoing.tools().schemas().of(to.upstream(), to.name()).map(mask::expecting).orElse(mask);
    return new Releasing(fitting, routed, tasks(routed));
  }

  private TaskReplies tasks(RoutedCall routed) {
    return new TaskReplies(engine, router, ongoing.tools(), routed);
  }

  /** Notifications, masked. */
  @FunctionalInterface
  private interface Heard {
    List<MessageMask.Masked> masked() throws MaskingException;
  }

  /** Steps 9 to 11 for what comes before the reply. */
  private void passOn(Exchange exchange, CallSubject subject, Heard heard, ReplySink sink)
      throws RecordingException {
    if (!sink.takesStream()) {
      return;
    }
    try {
      for (MessageMask.Masked masked : heard.masked()) {
        sink.notification(
            recorder.toClient(exchange, subject, masked.kept(), masked.sent().text()));
      }
    } catch (MaskingException _) {
      recorder.heard(exchange, subject, Stored.of(MessageMask.WITHHELD));
    }
  }

  /** What cannot be masked goes nowhere, and nothing of it is stored. */
  private void refuseUnmasked(
      RoutedCall routed, Decision decision, MaskingException cause, ReplySink sink)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    CallSubject subject = routed.subject();
    List<Reason> reasons = new ArrayList<>(List.of(Refusals.unmasked(cause)));
    reasons.addAll(decision.reasons());
    Decision refusal =
        new Decision.Refuse(
            "what policy hides in this call cannot be hidden", Masks.none(), reasons);
    Verdict verdict = Verdict.of(refusal, engine.set().digest(), Map.of());
    recorder.calls(exchange, subject, verdict, Stored.of(MessageMask.WITHHELD), List.of());
    ReplyDraft draft = Refusals.refused(exchange, routed.request(), refusal);
    sink.reply(recorder.reply(exchange, subject, verdict, draft));
  }

  /**
   * What the client sees of a refusal. A rule that refuses in words of its own is quoted; a tool
   * that no rule would ever let this caller call reads as if it were not there.
   */
  private ReplyDraft refusal(RoutedCall routed, Decision decision) {
    Exchange exchange = routed.exchange();
    Message.Request request = routed.request();
    Route.To to = routed.to();
    boolean isHidden =
        request.method().equals("tools/call")
            && decision.rule().equals("default")
            && !engine.mayEverCall(
                PolicyFacts.caller(exchange), new ToolName(to.upstream(), to.name()));
    return isHidden
        ? Refusals.unknown(exchange, request, "")
        : Refusals.refused(exchange, request, decision);
  }
}
