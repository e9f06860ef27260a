package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.ScopeCheck;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.util.List;
import java.util.Optional;

/**
 * The way of a call: where, may it, ask, and then what {@link CarriedCall} does.
 *
 * <p>Guarantee: what no rule lets through goes no further than here.
 */
final class JudgedCall {
  private static final Reason LISTED =
      new Reason("protocol", "permit", "lists are filtered, not refused");

  private final ScopeCheck scopes;
  private final PolicyEngine engine;
  private final Router router;
  private final OwnAnswers answers;
  private final Listing listing;
  private final RequestStates states;
  private final Ongoing ongoing;
  private final CarriedCall carried;
  private final HeldCall held;

  JudgedCall(
      ScopeCheck scopes,
      PolicyEngine engine,
      Router router,
      OwnAnswers answers,
      Listing listing,
      RequestStates states,
      Ongoing ongoing,
      CarriedCall carried,
      HeldCall held) {
    this.scopes = scopes;
    this.engine = engine;
    this.router = router;
    this.answers = answers;
    this.listing = listing;
    this.states = states;
    this.ongoing = ongoing;
    this.carried = carried;
    this.held = held;
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
    if (address instanceof Address.Task(StringNode node) && HeldTasks.isOurs(node.value())) {
      held.tasks().answer(exchange, request, node.value(), sink);
      return;
    }
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
      if (decision instanceof Decision.Hold hold) {
        // Step 6: people decide, and the way goes on only if they approve.
        held.hold(routed, hold, sink);
        return;
      }
      Releasing.By judging = (releasing, reply) -> releasing.judged(engine, facts, decision, reply);
      carried.carry(routed, decision, judging, sink);
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
    carried.carry(routed(exchange, request, new Address.Missing(), to), decision, listing, sink);
  }

  private RoutedCall routed(
      Exchange exchange, Message.Request request, Address address, Route.To to) {
    InputStates brought = InputStates.of(states, exchange, request, to);
    return new RoutedCall(exchange, request, address, to, brought);
  }
}
