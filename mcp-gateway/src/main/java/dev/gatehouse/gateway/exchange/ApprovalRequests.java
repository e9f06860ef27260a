package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.DemandJson;
import dev.gatehouse.gateway.approval.Request;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.pinning.Definition;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what people are asked about a held call: what they see of it, and what their decision is
 * bound to.
 *
 * <p>A decision is bound to the exact bytes of what the client sent, but for what names the request
 * alone; people see, and the upstream gets, what policy leaves of it. Thread-safe.
 */
final class ApprovalRequests {
  private static final Logger LOG = System.getLogger(ApprovalRequests.class.getName());

  /** A call waits for it, once. */
  private static final Duration LISTING = Duration.ofSeconds(10);

  /** What a requester says about what the call is for, in the request's {@code _meta}. */
  private static final String JUSTIFICATION = "dev.gatehouse/justification";

  private static final int JUSTIFICATION_CHARACTERS_MAX = 2000;

  /** What differs from one sending of a request to the next. */
  private static final Set<String> VARYING =
      Set.of(InputResponses.RESPONSES, InputResponses.STATE, "_meta");

  /** Of {@code _meta}, beside all that the protocol names. */
  private static final Set<String> VARYING_META =
      Set.of("progressToken", JUSTIFICATION, "traceparent", "tracestate", "baggage");

  private static final String PROTOCOL = "io.modelcontextprotocol/";

  private final PolicyEngine engine;
  private final Dispatcher dispatcher;

  ApprovalRequests(PolicyEngine engine, Dispatcher dispatcher) {
    this.engine = engine;
    this.dispatcher = dispatcher;
  }

  /**
   * What people are asked.
   *
   * @param of the request that it is about
   * @param masked what of it may go on
   * @param justification what the requester says with it; empty where nothing
   */
  record Asked(
      Request request, Message.Request of, MessageMask.Masked masked, String justification) {}

  /** About this call. */
  Asked of(RoutedCall routed, Decision.Hold hold, MessageMask.Masked masked)
      throws RecordingException {
    Exchange exchange = routed.exchange();
    Message.Request request = routed.request();
    Optional<ObjectNode> definition = definition(routed);
    Message.Request shown = ClientQuestion.request(masked.stored().text());
    Binding binding =
        new Binding(
            caller(exchange),
            routed.to().upstream(),
            request.method(),
            routed.to().name(),
            Sha256.hex(sent(request)),
            definition.map(Definition::digestOf).orElse(""),
            engine.set().digest(),
            Sha256.hex(DemandJson.text(hold.demands())));
    Request asked =
        new Request(
            binding,
            requester(exchange),
            definition.flatMap(it -> it.string("description")).map(engine.everyDetector()::scrub),
            arguments(shown),
            others(shown),
            hold.demands(),
            hold.reasons(),
            exchange.id(),
            call(masked));
    return new Asked(asked, request, masked, justification(request));
  }

  /** Who asks, as far as a decision is bound to it. */
  static String caller(Exchange exchange) {
    return requester(exchange).caller();
  }

  private static Requester requester(Exchange exchange) {
    Principal principal = exchange.principal();
    return new Requester(
        principal.name(),
        principal.issuer(),
        principal.actors(),
        principal.application(),
        exchange.metadata().clientInfo().flatMap(PolicyFacts::clientName));
  }

  /**
   * The tool as its upstream defines it now; nothing for other methods, or where it is not told.
   */
  private Optional<ObjectNode> definition(RoutedCall routed) {
    if (!routed.request().method().equals("tools/call")) {
      return Optional.empty();
    }
    String upstream = routed.to().upstream();
    try {
      for (JsonNode tool : dispatcher.tools(upstream, routed.exchange().conversation(), LISTING)) {
        if (tool instanceof ObjectNode object
            && object.string("name").equals(Optional.of(routed.to().name()))) {
          return Optional.of(object);
        }
      }
    } catch (UpstreamException e) {
      LOG.log(Level.WARNING, "event=not-listed upstream=" + upstream + " cause=" + e.problem());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Every parameter as it was sent, with the names that tell them apart. */
  private static String sent(Message.Request request) {
    Map<String, String> params = members(request.params(), request.json(), VARYING);
    Map<String, String> meta = meta(request);
    return JsonStrings.quote(request.method()) + object(params) + object(meta);
  }

  private static Map<String, String> meta(Message.Request request) {
    Map<String, String> meta =
        members(
            request.params().flatMap(params -> params.object("_meta")),
            request.json(),
            VARYING_META);
    meta.keySet().removeIf(name -> name.startsWith(PROTOCOL));
    return meta;
  }

  private static Map<String, String> members(
      Optional<ObjectNode> object, JsonText json, Set<String> without) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Member member : object.map(ObjectNode::members).orElse(List.of())) {
      if (!without.contains(member.name())) {
        members.put(member.name(), json.slice(member.value()));
      }
    }
    return members;
  }

  private static String arguments(Message.Request shown) {
    return shown
        .params()
        .flatMap(params -> params.member("arguments"))
        .map(shown.json()::slice)
        .orElse("{}");
  }

  /** What goes along with the arguments, but for what only the protocol needs. */
  private static String others(Message.Request shown) {
    Map<String, String> others = members(shown.params(), shown.json(), VARYING);
    others.keySet().removeAll(Set.of("arguments", "name", "uri"));
    Map<String, String> meta = meta(shown);
    if (!meta.isEmpty()) {
      others.put("_meta", object(meta));
    }
    return object(others);
  }

  /** The request to make it from after a restart, without what came with this sending alone. */
  private static String call(MessageMask.Masked masked) {
    Message.Request request = ClientQuestion.request(masked.sent().text());
    return request
        .params()
        .map(
            params ->
                Rewrite.of(request.json())
                    .members(
                        params, Set.of(InputResponses.RESPONSES, InputResponses.STATE), Map.of())
                    .text())
        .orElseGet(() -> request.json().text());
  }

  private String justification(Message.Request request) {
    String said =
        request
            .params()
            .flatMap(params -> params.object("_meta"))
            .flatMap(meta -> meta.string(JUSTIFICATION))
            .map(engine.everyDetector()::scrub)
            .orElse("");
    return said.length() > JUSTIFICATION_CHARACTERS_MAX
        ? said.substring(0, JUSTIFICATION_CHARACTERS_MAX)
        : said;
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> JsonStrings.quote(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
