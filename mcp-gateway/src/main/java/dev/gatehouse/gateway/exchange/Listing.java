package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.Outbound;
import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.audit.Recorder;
import dev.gatehouse.gateway.audit.ReplyDraft;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.ToolName;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.recordings.RecordingException;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One list made of the lists of all upstreams that an endpoint shows, in their order, with their
 * items as they gave them but for the names, and without the tools that the caller may never call.
 *
 * <p>An upstream that does not answer in time does not hold up the rest; it is missing, and the
 * reply's {@code _meta} names it.
 */
final class Listing {
  private static final Logger LOG = System.getLogger(Listing.class.getName());

  /** How long an upstream may take to list everything it has. */
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private final PolicyEngine engine;
  private final Recorder recorder;
  private final Router router;
  private final Dispatcher dispatcher;
  private final OwnAnswers answers;

  /** The items of one upstream, each as JSON. */
  private record Shelf(String upstream, List<String> items) {}

  Listing(
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers) {
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
  }

  void run(
      Exchange exchange,
      Message.Request request,
      Method.Listing list,
      Endpoint endpoint,
      ReplySink sink)
      throws RecordingException {
    List<String> upstreams = router.shownAt(endpoint);
    CallSubject subject = CallSubject.of(request.method());
    List<Outbound> outbound =
        upstreams.stream()
            .map(name -> ListPages.request(exchange, name, request.method(), Optional.empty()))
            .toList();
    // If we crash behind this, the restart closes the exchange: a list changes nothing anywhere.
    List<Recorded.Call> calls =
        recorder.calls(exchange, subject, answers.protocol(), answers.scrubbed(request), outbound);
    List<Optional<Shelf>> shelves =
        InParallel.map(calls, call -> shelf(exchange, call, list, endpoint), AT_MOST);
    List<String> items = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < shelves.size(); i++) {
      Optional<Shelf> shelf = shelves.get(i);
      shelf.ifPresent(found -> items.addAll(found.items()));
      if (shelf.isEmpty()) {
        missing.add(JsonStrings.quote(upstreams.get(i)));
      }
    }
    String unavailable =
        missing.isEmpty()
            ? ""
            : ",\"_meta\":{\"dev.gatehouse/unavailable\":[" + String.join(",", missing) + "]}";
    String result =
        "{\"" + list.member() + "\":[" + String.join(",", items) + "]" + unavailable + "}";
    ReplyDraft draft =
        OwnAnswers.masked(
            exchange,
            request.method(),
            Answers.result(request.id(), result),
            masks(exchange, request, list));
    sink.reply(recorder.reply(exchange, subject, answers.protocol(), draft));
  }

  /** Definitions of tools are no results of theirs: an example in one is not to be masked. */
  private MaskPlan masks(Exchange exchange, Message.Request request, Method.Listing list) {
    if (list == Method.Listing.TOOLS) {
      return MaskPlan.empty();
    }
    Decision decision =
        engine.judge(
            new Facts(
                PolicyFacts.caller(exchange),
                request.method(),
                Optional.empty(),
                Optional.empty(),
                () -> JsonValue.EMPTY_JSON_OBJECT));
    return decision.masks().results();
  }

  private Optional<Shelf> shelf(
      Exchange exchange, Recorded.Call first, Method.Listing list, Endpoint endpoint)
      throws InterruptedException {
    String upstream = first.outbound().upstream();
    String method = first.outbound().call().request().method();
    List<String> items = new ArrayList<>();
    try {
      Recorded.Call call = first;
      for (int pages = 0; pages < ListPages.PAGES_MAX; pages++) {
        ListPages.Page page =
            ListPages.page(upstream, dispatcher.dispatch(call).message(), list.member());
        for (JsonNode item : page.items().elements()) {
          shown(exchange, upstream, page.json(), item, list, endpoint).ifPresent(items::add);
        }
        if (page.cursor().isEmpty()) {
          break;
        }
        call =
            recorder.further(
                exchange,
                CallSubject.of(method),
                ListPages.request(exchange, upstream, method, page.cursor()));
      }
      return Optional.of(new Shelf(upstream, items));
    } catch (UpstreamException e) {
      LOG.log(Level.WARNING, "event=not-listed upstream=" + upstream + " cause=" + e.problem());
    } catch (RecordingException e) {
      LOG.log(Level.ERROR, "event=not-recorded upstream=" + upstream + " cause=" + e.getMessage());
    }
    return Optional.empty();
  }

  /** An item as this endpoint shows it to this caller, if it does. */
  private Optional<String> shown(
      Exchange exchange,
      String upstream,
      JsonText json,
      JsonNode item,
      Method.Listing list,
      Endpoint endpoint) {
    if (!(item instanceof ObjectNode object)
        || !(object.member(list.key()).orElse(item) instanceof StringNode key)) {
      return Optional.empty();
    }
    Caller caller = PolicyFacts.caller(exchange);
    if (list == Method.Listing.TOOLS
        && !engine.mayEverCall(caller, new ToolName(upstream, key.value()))) {
      return Optional.empty();
    }
    if (!list.isNamed()) {
      router.listed(upstream, key.value());
    }
    String text = json.text();
    return Optional.of(
        list.isNamed() && endpoint instanceof Endpoint.Federated
            ? text.substring(item.start(), key.start())
                + JsonStrings.quote(Router.shownName(endpoint, upstream, key.value()))
                + text.substring(key.end(), item.end())
            : json.slice(item));
  }
}
