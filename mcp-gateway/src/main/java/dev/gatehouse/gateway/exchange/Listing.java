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
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.routing.Endpoint;
import dev.gatehouse.gateway.routing.Router;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One list made of the lists of all upstreams, in their order, with their items as they gave them
 * but for the names, and without what the caller may never use.
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
  private final MessageMask mask;
  private final ListedTools tools;

  Listing(
      PolicyEngine engine,
      Recorder recorder,
      Router router,
      Dispatcher dispatcher,
      OwnAnswers answers,
      MessageMask mask,
      ListedTools tools) {
    this.engine = engine;
    this.recorder = recorder;
    this.router = router;
    this.dispatcher = dispatcher;
    this.answers = answers;
    this.mask = mask;
    this.tools = tools;
  }

  void run(Exchange exchange, Message.Request request, Method.Listing list, ReplySink sink)
      throws RecordingException {
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
    List<Optional<List<String>>> shelves =
        InParallel.map(calls, call -> shelf(exchange, call, list), AT_MOST);
    List<String> items = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < shelves.size(); i++) {
      Optional<List<String>> shelf = shelves.get(i);
      shelf.ifPresent(items::addAll);
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
        answers.scrubbedDraft(exchange, request.method(), Answers.result(request.id(), result));
    sink.reply(recorder.reply(exchange, subject, answers.protocol(), draft));
  }

  /** The items of one upstream, each as JSON; nothing where it does not give them. */
  private Optional<List<String>> shelf(Exchange exchange, Recorded.Call first, Method.Listing list)
      throws InterruptedException {
    String upstream = first.outbound().upstream();
    try {
      return Optional.of(pages(exchange, first, upstream, list));
    } catch (UpstreamException e) {
      LOG.log(Level.WARNING, "event=not-listed upstream=" + upstream + " cause=" + e.problem());
    } catch (RecordingException e) {
      LOG.log(Level.ERROR, "event=not-recorded upstream=" + upstream + " cause=" + e.getMessage());
    }
    return Optional.empty();
  }

  private List<String> pages(
      Exchange exchange, Recorded.Call first, String upstream, Method.Listing list)
      throws UpstreamException, RecordingException, InterruptedException {
    String method = first.outbound().call().request().method();
    Facts facts = PolicyFacts.of(exchange, method, upstream);
    // Definitions of tools are no results of theirs: an example in one is masked if asked alone.
    Masks masks =
        list == Method.Listing.TOOLS ? engine.masksOfDefinitions(facts) : engine.masks(facts);
    MaskPlan plan = masks.results();
    VisibleItems visible = new VisibleItems(engine, exchange, upstream, list, tools);
    CallSubject subject = new CallSubject(method, Optional.of(upstream), Optional.empty());
    List<String> items = new ArrayList<>();
    ListPages pages = new ListPages(mask, upstream, list.member());
    Recorded.Call call = first;
    while (true) {
      ListPages.Page page = pages.next(dispatcher.dispatch(call).message(), visible, plan);
      if (page.sealed().isPresent()) {
        recorder.heard(exchange, subject, page.sealed().get());
      }
      for (JsonNode item : page.items().elements()) {
        named(upstream, page.json(), item, list).ifPresent(items::add);
      }
      if (page.cursor().isEmpty()) {
        return items;
      }
      Outbound next = ListPages.request(exchange, upstream, method, page.cursor());
      String stored = answers.scrubbed(next.call().request());
      call = recorder.further(exchange, CallSubject.of(method), Stored.of(stored), next);
    }
  }

  /** An item by the name that it has here; nothing where masks left it without one. */
  private Optional<String> named(
      String upstream, JsonText json, JsonNode item, Method.Listing list) {
    if (!(item instanceof ObjectNode object)
        || !(object.member(list.key()).orElse(item) instanceof StringNode key)) {
      return Optional.empty();
    }
    if (!list.isNamed()) {
      router.listed(upstream, key.value());
      return Optional.of(json.slice(item));
    }
    String name = Router.shownName(new Endpoint.Federated(), upstream, key.value());
    return Optional.of(
        json.text().substring(item.start(), key.start())
            + JsonStrings.quote(name)
            + json.text().substring(key.end(), item.end()));
  }
}
