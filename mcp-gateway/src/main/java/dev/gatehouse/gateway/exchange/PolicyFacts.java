package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.CallSubject;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.gateway.routing.Route;
import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.function.Supplier;

/** A call in the words that policies and the record use. */
final class PolicyFacts {
  private static final String TOOLS_CALL = "tools/call";
  private static final String PROMPTS = "prompts/";
  private static final String RESOURCES = "resources/";
  private static final String COMPLETE = "completion/complete";

  private PolicyFacts() {}

  /** A request for an upstream: whatever of a tool, a prompt or a resource it is about. */
  static Facts of(Exchange exchange, Message.Request request, Route.To to) {
    Facts facts =
        facts(
            exchange,
            request.method(),
            to.upstream(),
            tool(request, to),
            () -> CallArguments.of(request));
    return about(facts, request, to);
  }

  /** With the prompt and the resource that the request is about. */
  static Facts about(Facts facts, Message.Request request, Route.To to) {
    // A reference that names both is about both: nobody knows which of them its server looks at.
    Facts prompted = prompt(request, to).map(facts::withPrompt).orElse(facts);
    boolean isLocated = Address.of(request) instanceof Address.Located && !to.name().isEmpty();
    Optional<String> resource = isLocated ? Optional.of(to.name()) : resource(request);
    return resource.map(prompted::withResource).orElse(prompted);
  }

  /** Something for this upstream that has no arguments. */
  static Facts of(Exchange exchange, String method, String upstream) {
    return facts(exchange, method, upstream, Optional.empty(), () -> JsonValue.EMPTY_JSON_OBJECT);
  }

  /** Some call of a tool, of whose arguments nothing is known. */
  static Facts ofTool(Exchange exchange, String upstream, String tool) {
    Optional<String> canonical = Optional.of(new Route.To(upstream, tool).canonicalName());
    return facts(exchange, TOOLS_CALL, upstream, canonical, () -> JsonValue.EMPTY_JSON_OBJECT);
  }

  private static Facts facts(
      Exchange exchange,
      String method,
      String upstream,
      Optional<String> tool,
      Supplier<JsonObject> arguments) {
    Facts facts =
        new Facts(caller(exchange), method, Optional.of(upstream), tool, arguments)
            .at(exchange.began());
    return exchange.session().map(session -> facts.in(session(exchange, session))).orElse(facts);
  }

  private static CallSession session(Exchange exchange, Exchange.InSession session) {
    return new CallSession(
        session.digest(), session.began(), exchange.metadata().protocolVersion());
  }

  static CallSubject subject(Message.Request request, Route.To to) {
    return new CallSubject(request.method(), Optional.of(to.upstream()), tool(request, to));
  }

  static Caller caller(Exchange exchange) {
    return new Caller(
        exchange.principal().name(),
        exchange.principal().groups(),
        exchange.principal().claims(),
        exchange.metadata().clientInfo().flatMap(PolicyFacts::clientName));
  }

  /** What the call is about as the upstream knows it: the tool, the prompt, the resource, or "". */
  static String addressee(Message.Request request, Route.To to) {
    return Method.subject(request.method()).isPresent() ? to.name() : "";
  }

  private static Optional<String> tool(Message.Request request, Route.To to) {
    return request.method().equals(TOOLS_CALL) ? Optional.of(to.canonicalName()) : Optional.empty();
  }

  private static Optional<String> prompt(Message.Request request, Route.To to) {
    boolean isNamed =
        request.method().startsWith(PROMPTS)
            || (request.method().equals(COMPLETE)
                && reference(request).flatMap(ref -> ref.string("name")).isPresent());
    return isNamed && !to.name().isEmpty() ? Optional.of(to.canonicalName()) : Optional.empty();
  }

  private static Optional<String> resource(Message.Request request) {
    Optional<ObjectNode> holder =
        request.method().equals(COMPLETE)
            ? reference(request)
            : request.params().filter(_ -> request.method().startsWith(RESOURCES));
    return holder.flatMap(object -> object.string("uri"));
  }

  private static Optional<ObjectNode> reference(Message.Request request) {
    return request.params().flatMap(params -> params.object("ref"));
  }

  static Optional<String> clientName(String clientInfo) {
    return object(clientInfo).flatMap(members -> members.string("name"));
  }

  /** Whether a text is a JSON object. */
  static boolean isObject(String json) {
    return object(json).isPresent();
  }

  private static Optional<ObjectNode> object(String json) {
    try {
      JsonNode root = JsonText.parse(json, JsonLimits.STANDARD).root();
      return root instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }
}
