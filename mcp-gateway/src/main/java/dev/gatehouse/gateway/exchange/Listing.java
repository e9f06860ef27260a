package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.mcp.RequestStates;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.ToolName;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One list made of the lists of all upstreams, in their order, with their items as they gave them
 * but for the names, and without what the caller may never use.
 *
 * <p>An upstream that does not answer in time does not hold up the rest: what it gave so far is
 * there, the rest is missing, and the reply's {@code _meta} names it, to the client and in the log.
 */
final class Listing {
  private static final Logger LOG = System.getLogger(Listing.class.getName());

  /** Beyond what a model reads at once; the rest comes by further requests. */
  private static final int PAGE_ITEMS = 1000;

  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final OwnAnswers answers;
  private final MessageMask mask;
  private final RequestStates states;
  private final ExchangeIds ids;
  private final Ongoing ongoing;

  Listing(
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers,
      MessageMask mask,
      RequestStates states,
      ExchangeIds ids,
      Ongoing ongoing) {
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
    this.mask = mask;
    this.states = states;
    this.ids = ids;
    this.ongoing = ongoing;
  }

  void run(Exchange exchange, Message.Request request, Method.Listing list, ReplySink sink)
      throws RecordingException {
    OptionalInt from = from(exchange, request);
    if (from.isEmpty()) {
      answers.refused(exchange, request, unknownCursor(), sink);
      return;
    }
    List<String> upstreams = router.shownAt(new Endpoint.Federated());
    CallSubject subject = CallSubject.of(request.method());
    List<Outbound> outbound =
        upstreams.stream()
            .map(name -> ListPages.request(exchange, name, request.method(), Optional.empty()))
            .toList();
    Stored stored = Stored.of(answers.scrubbed(request));
    // If we crash behind this, the restart closes the exchange: a list changes nothing anywhere.
    List<Recorded.Call> calls =
        recorder.calls(exchange, subject, answers.protocol(), stored, outbound);
    List<Shelf> shelves = upstreams.stream().map(Shelf::new).toList();
    try (ReplySink.Waiting _ = sink.waiting(() -> {})) {
      InParallel.map(
          calls,
          call -> filled(exchange, call, list, shelves.get(calls.indexOf(call))),
          call -> ongoing.patience().with(call.outbound().upstream()));
    }
    // What comes from here on is too late: the reply must not call complete what it leaves out.
    List<Shelf.Content> contents = shelves.stream().map(Shelf::content).toList();
    contents.forEach(shelf -> ongoing.patience().noted(shelf.upstream(), shelf.hasAnswered()));
    String result = result(exchange, request, list, contents, from.getAsInt());
    ReplyDraft draft =
        Connecting.withoutHandles(
            answers.scrubbedDraft(exchange, request.method(), Answers.result(request.id(), result)),
            contents);
    sink.reply(recorder.reply(exchange, subject, answers.protocol(), draft));
  }

  /** Asks for a list for its own sake: whose is what. An exchange of its own in the log. */
  void learn(Exchange exchange, Method.Listing list) throws RecordingException {
    Message.Request request =
        ClientQuestion.request(
            "{\"jsonrpc\":\"2.0\",\"id\":\"search\",\"method\":\"" + list.method() + "\"}");
    run(exchange.again(ids.next()), request, list, new Unheard());
  }

  /** Where a page begins; nothing where the cursor is none of ours. */
  private OptionalInt from(Exchange exchange, Message.Request request) {
    Optional<ObjectNode> params = request.params();
    if (params.flatMap(members -> members.member("cursor")).isEmpty()) {
      return OptionalInt.of(0);
    }
    return params
        .flatMap(members -> members.string("cursor"))
        .flatMap(cursor -> states.open(cursors(exchange, request), cursor))
        .map(offset -> OptionalInt.of(Integer.parseInt(offset)))
        .orElseGet(OptionalInt::empty);
  }

  private static ProtocolException unknownCursor() {
    return new ProtocolException(
        400, JsonRpcError.of(JsonRpcError.INVALID_PARAMS, "`params.cursor` is no cursor of ours"));
  }

  private static RequestStates.Binding cursors(Exchange exchange, Message.Request request) {
    return new RequestStates.Binding(Callers.owner(exchange.principal()), "", request.method());
  }

  private String result(
      Exchange exchange,
      Message.Request request,
      Method.Listing list,
      List<Shelf.Content> shelves,
      int from) {
    List<String> all =
        Stream.concat(
                shelves.stream().flatMap(shelf -> shelf.items().stream()),
                list == Method.Listing.TOOLS ? toConnect(exchange, shelves) : Stream.of())
            .toList();
    List<String> page = all.stream().skip(from).limit(PAGE_ITEMS).toList();
    String items = String.join(",", page);
    String next =
        from + page.size() < all.size()
            ? ",\"nextCursor\":"
                + JsonStrings.quote(
                    states.seal(cursors(exchange, request), Integer.toString(from + page.size())))
            : "";
    String missing =
        shelves.stream()
            .filter(shelf -> !shelf.isComplete())
            .map(shelf -> JsonStrings.quote(shelf.upstream()))
            .collect(Collectors.joining(","));
    String unavailable =
        missing.isEmpty()
            ? ""
            : ",\"_meta\":{\"dev.gatehouse/unavailable\":["
                + missing
                + "]"
                + Connecting.listed(shelves)
                + "}";
    return "{\"" + list.member() + "\":[" + items + "]" + next + unavailable + "}";
  }

  /** Tools of our own, last: a model sees nothing else of an upstream that waits for its person. */
  private Stream<String> toConnect(Exchange exchange, List<Shelf.Content> shelves) {
    return shelves.stream()
        .filter(shelf -> shelf.connectedAt().isPresent())
        .map(Shelf.Content::upstream)
        .filter(
            upstream ->
                engine.mayEverCall(
                    PolicyFacts.caller(exchange), new ToolName(upstream, Connecting.TOOL)))
        .map(
            upstream ->
                Connecting.tool(
                    Router.shownName(new Endpoint.Federated(), upstream, Connecting.TOOL),
                    upstream));
  }

  /** The shelf with what one upstream gives in time. */
  private Optional<Shelf> filled(
      Exchange exchange, Recorded.Call first, Method.Listing list, Shelf shelf)
      throws InterruptedException {
    try {
      fill(exchange, first, list, shelf);
      shelf.complete();
    } catch (UpstreamException e) {
      e.address().ifPresent(shelf::waits);
      LOG.log(
          Level.WARNING, "event=not-listed upstream=" + shelf.upstream() + " cause=" + e.problem());
    } catch (RecordingException e) {
      LOG.log(
          Level.ERROR,
          "event=not-recorded upstream=" + shelf.upstream() + " cause=" + e.getMessage());
    }
    return Optional.of(shelf);
  }

  private void fill(Exchange exchange, Recorded.Call first, Method.Listing list, Shelf shelf)
      throws UpstreamException, RecordingException, InterruptedException {
    String upstream = shelf.upstream();
    String method = list.method();
    Facts facts = PolicyFacts.of(exchange, method, upstream);
    // Definitions of tools are no results of theirs: an example in one is masked if asked alone.
    Masks masks =
        list == Method.Listing.TOOLS ? engine.masksOfDefinitions(facts) : engine.masks(facts);
    MaskPlan plan = masks.results();
    VisibleItems visible = new VisibleItems(engine, exchange, upstream, list, ongoing.tools());
    CallSubject subject = new CallSubject(method, Optional.of(upstream), Optional.empty());
    ListPages pages = new ListPages(mask, upstream, list.member());
    Recorded.Call call = first;
    String cursor = "";
    while (true) {
      ListPages.Page page = pages.next(reply(exchange, call, cursor).message(), visible, plan);
      if (page.sealed().isPresent()) {
        recorder.heard(exchange, subject, page.sealed().get());
      }
      shelf.add(
          page.items().elements().stream()
              .map(item -> named(upstream, page.json(), item, list))
              .flatMap(Optional::stream)
              .toList());
      if (page.cursor().isEmpty()) {
        return;
      }
      cursor = page.cursor().get();
      Outbound next = ListPages.request(exchange, upstream, method, page.cursor());
      String stored = answers.scrubbed(next.call().request());
      call = recorder.further(exchange, CallSubject.of(method), Stored.of(stored), next);
    }
  }

  /** The upstream's answer, or the one that it gave before and that still holds. */
  private UpstreamReply reply(Exchange exchange, Recorded.Call call, String cursor)
      throws UpstreamException, InterruptedException {
    String upstream = call.outbound().upstream();
    String method = call.outbound().call().request().method();
    Conversation asking = exchange.conversation();
    // Tools are asked for each time: an old list would pass for the one that is pinned.
    boolean mayBeKept = !method.equals(Method.Listing.TOOLS.method());
    Optional<UpstreamReply> kept = ongoing.pages().get(upstream, method, cursor, asking);
    if (mayBeKept && kept.isPresent()) {
      return kept.get();
    }
    UpstreamReply fresh = dispatcher.dispatch(call);
    ongoing.pages().keep(upstream, method, cursor, asking, fresh);
    return fresh;
  }

  /** An item by the name that it has here; nothing where masks left it without one. */
  private Optional<String> named(
      String upstream, JsonText json, JsonNode item, Method.Listing list) {
    if (!(item instanceof ObjectNode object)
        || !(object.member(list.key()).orElse(item) instanceof StringNode key)) {
      return Optional.empty();
    }
    String name;
    if (list.isNamed()) {
      name = Router.shownName(new Endpoint.Federated(), upstream, key.value());
    } else {
      router.listed(upstream, key.value());
      name = router.shownUri(new Endpoint.Federated(), upstream, key.value());
      if (name.equals(key.value())) {
        return Optional.of(json.slice(item));
      }
    }
    return Optional.of(
        json.text().substring(item.start(), key.start())
            + JsonStrings.quote(name)
            + json.text().substring(key.end(), item.end()));
  }
}
