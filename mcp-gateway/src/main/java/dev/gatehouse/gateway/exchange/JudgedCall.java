package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.audit.Verdict;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.ScopeCheck;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.ToolName;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way of a call: where, may it, write, do, hide, write, answer.
 *
 * <p>Guarantee: the request and its decision are durable before a byte goes upstream, and the reply
 * is durable before a byte of it goes to the client. What policy masks is masked before either.
 */
final class JudgedCall {
  private static final Reason LISTED =
      new Reason("protocol", "permit", "lists are filtered, not refused");

  private final ScopeCheck scopes;
  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final OwnAnswers answers;
  private final Listing listing;
  private final MessageMask mask;
  private final RequestStates states;
  private final Ongoing ongoing;

  JudgedCall(
      ScopeCheck scopes,
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers,
      Listing listing,
      MessageMask mask,
      RequestStates states,
      Ongoing ongoing) {
    this.scopes = scopes;
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
    this.listing = listing;
    this.mask = mask;
    this.states = states;
    this.ongoing = ongoing;
  }

  void run(Exchange exchange, Message.Request request, Endpoint endpoint, ReplySink sink)
      throws RecordingException {
    // Step 4: where it goes, and what it is called there.
    Address address = Address.of(request);
    Route route =
        switch (address) {
          case Address.Named(StringNode node) -> router.named(endpoint, node.value());
          case Address.Located(StringNode node) -> located(exchange, endpoint, node.value());
          case Address.Task(StringNode node) -> task(exchange, endpoint, node.value());
          case Address.Missing() -> router.unnamed(endpoint);
        };
    switch (route) {
      case Route.To to -> judge(routed(exchange, request, address, to), sink);
      case Route.Nowhere(String why) when address instanceof Address.Missing ->
          answers.refused(exchange, request, Refusals.noSuchMethod(why), sink);
      case Route.Nowhere _ when TaskClients.lacksExtension(exchange, address) ->
          answers.refused(exchange, request, TaskClients.missingExtension(), sink);
      case Route.Nowhere(String why) ->
          answers.answer(exchange, request, Refusals.unknown(exchange, request, why), sink);
    }
  }

  private Route task(Exchange exchange, Endpoint endpoint, String id) {
    if (exchange.era() == Era.LEGACY && endpoint instanceof Endpoint.Single(String upstream)) {
      // Tasks of the legacy era are another thing, an experiment that is passed on as it is.
      return new Route.To(upstream, id);
    }
    return TaskReplies.meant(router, exchange, endpoint, id)
        .<Route>map(task -> new Route.To(task.upstream(), task.id()))
        .orElseGet(() -> new Route.Nowhere(""));
  }

  /** Where a resource is; its lists are asked for where nobody has listed it since the start. */
  private Route located(Exchange exchange, Endpoint endpoint, String uri)
      throws RecordingException {
    Route known = router.located(endpoint, uri);
    if (known instanceof Route.To || !router.maySearch()) {
      return known;
    }
    listing.learn(exchange, Method.Listing.RESOURCES);
    listing.learn(exchange, Method.Listing.RESOURCE_TEMPLATES);
    return router.located(endpoint, uri);
  }

  private void judge(RoutedCall routed, ReplySink sink) throws RecordingException {
    Exchange exchange = routed.exchange();
    Message.Request request = routed.request();
    if (routed.states().isForged()) {
      answers.answer(exchange, request, Refusals.forgedState(exchange, request), sink);
      return;
    }
    // Step 5: whether it may. What its client was not granted, no rule can give.
    Optional<Identification.Challenged> lacking =
        routed.subject().tool().flatMap(tool -> scopes.lacking(exchange.principal(), tool));
    if (lacking.isPresent()) {
      answers.answer(
          exchange, request, Refusals.lacksScope(exchange, request, lacking.get()), sink);
      return;
    }
    // A rule that cannot be evaluated refuses.
    Facts facts = PolicyFacts.of(exchange, request, routed.to());
    Decision byRules = engine.judge(facts);
    // What the call takes up is given back however the exchange ends.
    try (Lease _ = byRules.lease()) {
      // A tool that is not what was accepted is called by nobody.
      PinnedTools pinned = ongoing.tools().pinned();
      Decision decision = pinned.judged(exchange, request, routed.to(), byRules, engine);
      Releasing.By judging = (releasing, reply) -> releasing.judged(engine, facts, decision, reply);
      // Step 6: nobody can be asked yet, so what needs approval is refused.
      carry(routed, decision, judging, sink);
    }
  }

  /**
   * A list of the one upstream that an endpoint shows: passed on and back like any call, never
   * refused, but without what its caller may never use.
   */
  void list(
      Exchange exchange,
      Message.Request request,
      Method.Listing list,
      Endpoint.Single endpoint,
      ReplySink sink)
      throws RecordingException {
    Route.To to = new Route.To(endpoint.upstream(), "");
    // Definitions of tools are no results of theirs: an example in one is masked if asked alone.
    boolean isOfTools = list == Method.Listing.TOOLS;
    Facts facts = PolicyFacts.of(exchange, request, to);
    Masks masks = isOfTools ? engine.masksOfDefinitions(facts) : engine.masks(facts);
    Decision decision = new Decision.Permit(masks, List.of(LISTED));
    VisibleItems visible =
        new VisibleItems(engine, exchange, endpoint.upstream(), list, ongoing.tools());
    Releasing.By listing =
        isOfTools
            ? (releasing, reply) ->
                releasing.listedTools(visible, masks.results(), engine.everyDetector(), reply)
            : (releasing, reply) -> releasing.listed(visible, masks.results(), reply);
    carry(routed(exchange, request, new Address.Missing(), to), decision, listing, sink);
  }

  private void carry(RoutedCall routed, Decision decision, Releasing.By by, ReplySink sink)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    Message.Request request = routed.request();
    CallSubject subject = routed.subject();
    MessageMask.Masked masked;
    try {
      MaskPlan plan = decision.masks().arguments().and(tasks(routed).arguments());
      masked = mask.call(plan, request);
    } catch (MaskingException e) {
      refuseUnmasked(routed, decision, e, sink);
      return;
    }
    NotificationStreams streams = new NotificationStreams(mask, decision.masks().results());
    Verdict verdict = Verdict.of(decision, engine.set().digest(), masked.counts());
    try (Dispatching dispatching =
        Dispatching.calling(dispatcher, ongoing.inFlight(), exchange, request.id())) {
      Outbound outbound =
          routed.outbound(
              masked.sent(),
              heard -> {
                ongoing.heard(routed.to().upstream(), heard);
                dispatching.hear(
                    heard, it -> passOn(exchange, subject, () -> streams.next(it), sink));
              });
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

      // Step 8: the upstream does it, and may ask the client in the course of it. If we crash here,
      // it may have been done or not, and the log says exactly that.
      Dispatching.Outcome outcome =
          rounds(exchange, subject, decision).run(dispatching, calls.getFirst(), sink);
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
          ReplyDraft failure = Refusals.failed(exchange, request, cause);
          sink.reply(recorder.reply(exchange, subject, heard, failure));
        }
        case Dispatching.Outcome.Withdrawn() ->
            sink.ended(recorder.withdrawn(exchange, subject, heard));
      }
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

  private RoutedCall routed(
      Exchange exchange, Message.Request request, Address address, Route.To to) {
    InputStates brought = new InputStates(states, exchange, request, to);
    return new RoutedCall(exchange, request, address, to, brought);
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
