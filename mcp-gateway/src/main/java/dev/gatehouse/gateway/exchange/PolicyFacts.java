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
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/** A call in the words that policies and the record use. */
final class PolicyFacts {
  private static final String TOOLS_CALL = "tools/call";
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private PolicyFacts() {}

  static Facts of(Exchange exchange, Message.Request request, Route.To to) {
    Facts facts =
        new Facts(
            caller(exchange),
            request.method(),
            Optional.of(to.upstream()),
            tool(request, to),
            () -> arguments(request));
    return switch (Address.of(request)) {
      case Address.Located(String uri) -> facts.withResource(uri);
      case Address.Named _ when facts.tool().isEmpty() -> facts.withPrompt(to.canonicalName());
      case Address.Named _, Address.Missing _ -> facts;
    };
  }

  /** Something for this upstream that has no arguments. */
  static Facts of(Exchange exchange, String method, String upstream) {
    return new Facts(
        caller(exchange),
        method,
        Optional.of(upstream),
        Optional.empty(),
        () -> JsonValue.EMPTY_JSON_OBJECT);
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
    return Method.subject(request.method())
        .filter(member -> !member.equals("name"))
        .flatMap(member -> request.params().flatMap(params -> params.string(member)))
        .orElse(to.name());
  }

  private static Optional<String> tool(Message.Request request, Route.To to) {
    return request.method().equals(TOOLS_CALL) ? Optional.of(to.canonicalName()) : Optional.empty();
  }

  private static JsonObject arguments(Message.Request request) {
    Optional<ObjectNode> arguments = request.params().flatMap(params -> params.object("arguments"));
    if (arguments.isEmpty()) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    try (JsonReader reader =
        READERS.createReader(new StringReader(request.json().slice(arguments.get())))) {
      return reader.readObject();
    }
  }

  private static Optional<String> clientName(String clientInfo) {
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
