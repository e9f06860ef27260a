package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an upstream wants to know of a client, in the form in which legacy clients are asked.
 *
 * @param json {@code {"method":…,"params":…}} as the upstream wrote it
 */
record ClientQuestion(JsonText json, String method) {
  /** What a client must have declared to be asked. */
  private static final Map<String, String> CAPABILITIES =
      Map.of(
          "sampling/createMessage", "sampling",
          "elicitation/create", "elicitation",
          "roots/list", "roots");

  // It was within its limits when it was read first.
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** The question in a value of {@code inputRequests}; nothing where it is of no known kind. */
  static Optional<ClientQuestion> of(String requestJson) {
    JsonText json = parsed(requestJson);
    return json.root() instanceof ObjectNode object
        ? object
            .string("method")
            .filter(CAPABILITIES::containsKey)
            .map(method -> new ClientQuestion(json, method))
        : Optional.empty();
  }

  boolean isElicitation() {
    return method.equals("elicitation/create");
  }

  /** Whether a client with these capabilities, JSON of an object, can be asked. */
  boolean isFor(String capabilities) {
    String needed = CAPABILITIES.getOrDefault(method, "");
    return parsed(capabilities).root() instanceof ObjectNode object
        && object.member(needed).isPresent();
  }

  /** The request to the client. */
  Message.Request request(RequestId id) {
    Optional<ObjectNode> params = ((ObjectNode) json.root()).object("params");
    String shown =
        params.map(this::withElicitationId).map(text -> ",\"params\":" + text).orElse("");
    return request(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id.json()
            + ",\"method\":"
            + JsonStrings.quote(method)
            + shown
            + "}");
  }

  /** Whether an answer stands for an error. */
  static boolean isError(String answer) {
    return parsed(answer).root() instanceof ObjectNode object
        && object.member(InputResponses.ERROR).isPresent();
  }

  /** What the person of a client did when shown an elicitation. */
  static Optional<String> action(String answer) {
    return parsed(answer).root() instanceof ObjectNode object
        ? object.string("action")
        : Optional.empty();
  }

  /** A request that was one before a part of it was replaced. */
  static Message.Request request(String text) {
    try {
      return (Message.Request) Message.of(parsed(text));
    } catch (JsonRpcException e) {
      throw new IllegalStateException("wrote a request that is no message", e);
    }
  }

  /** The legacy era wants an id with each address, which the modern one has no more. */
  private String withElicitationId(ObjectNode params) {
    boolean lacksId =
        isElicitation()
            && params.string("mode").equals(Optional.of("url"))
            && params.member("elicitationId").isEmpty();
    if (!lacksId) {
      return json.slice(params);
    }
    JsonText text = parsed(json.slice(params));
    String made = JsonStrings.quote(UUID.randomUUID().toString());
    return Rewrite.of(text)
        .members((ObjectNode) text.root(), Set.of(), Map.of("elicitationId", made))
        .text();
  }

  private static JsonText parsed(String text) {
    try {
      return JsonText.parse(text, READ_BEFORE);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("what was JSON is none any more", e);
    }
  }
}
