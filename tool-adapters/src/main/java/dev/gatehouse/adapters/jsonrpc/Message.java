package dev.gatehouse.adapters.jsonrpc;

import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.Optional;

/**
 * One JSON-RPC 2.0 message, with the text that it was read from.
 *
 * <p>Source: MCP 2026-07-28 basic, "Messages"; JSON-RPC 2.0. Immutable.
 */
public sealed interface Message {
  /** An id is kept with each call and each entry of the log; nobody counts further than this. */
  int ID_CHARS_MAX = 32;

  /** The text as received. */
  JsonText json();

  /** The whole message as an object. */
  default ObjectNode object() {
    return (ObjectNode) json().root();
  }

  /** Asks for a response. */
  record Request(JsonText json, RequestId id, String method, Optional<ObjectNode> params)
      implements Message {
    /** The kind and the length, and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "request in " + json;
    }
  }

  /** Asks for nothing. */
  record Notification(JsonText json, String method, Optional<ObjectNode> params)
      implements Message {
    /** The kind and the length, and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "notification in " + json;
    }
  }

  /** Answers a request. */
  sealed interface Response extends Message {}

  /** It went well. */
  record Result(JsonText json, RequestId id, JsonNode result) implements Response {
    /** The kind and the length, and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "result in " + json;
    }
  }

  /**
   * It did not.
   *
   * @param id missing where the peer could not read the request
   */
  record Failure(JsonText json, Optional<RequestId> id, ObjectNode error) implements Response {
    /** The kind and the length, and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "error in " + json;
    }
  }

  /**
   * Reads a message strictly.
   *
   * @throws JsonRpcException with {@code -32700} where it is not JSON within the limits, {@code
   *     -32600} where it is not one JSON-RPC message; with the request's id where there is one
   */
  static Message read(byte[] utf8, JsonLimits limits) throws JsonRpcException {
    try {
      return of(JsonText.parse(utf8, limits));
    } catch (JsonSyntaxException e) {
      throw new JsonRpcException(JsonRpcError.of(JsonRpcError.PARSE_ERROR, e.problem()));
    }
  }

  /**
   * Reads a message from JSON that was parsed already.
   *
   * @throws JsonRpcException with {@code -32600} where it is not one JSON-RPC message
   */
  static Message of(JsonText json) throws JsonRpcException {
    if (!(json.root() instanceof ObjectNode object)) {
      throw invalid("a message is one JSON object; batches are not accepted", Optional.empty());
    }
    Optional<RequestId> id = id(json, object);
    if (!object.string("jsonrpc").equals(Optional.of("2.0"))) {
      throw invalid("`jsonrpc` must be \"2.0\"", id);
    }
    if (object.member("method").isPresent()) {
      return call(json, object, id);
    }
    Optional<JsonNode> result = object.member("result");
    Optional<JsonNode> error = object.member("error");
    if (result.isPresent() == error.isPresent()) {
      throw invalid("a message has a `method`, a `result` or an `error`", id);
    }
    if (error.isPresent()) {
      ObjectNode details =
          object.object("error").orElseThrow(() -> invalid("`error` must be an object", id));
      return new Failure(json, id, details);
    }
    RequestId answered = id.orElseThrow(() -> invalid("a result needs an `id`", id));
    return new Result(json, answered, result.get());
  }

  private static Message call(JsonText json, ObjectNode object, Optional<RequestId> id)
      throws JsonRpcException {
    String method =
        object.string("method").orElseThrow(() -> invalid("`method` must be a string", id));
    Optional<JsonNode> params = object.member("params");
    if (params.isPresent() && !(params.get() instanceof ObjectNode)) {
      throw invalid("`params` must be an object", id);
    }
    Optional<ObjectNode> named = object.object("params");
    return id.<Message>map(requestId -> new Request(json, requestId, method, named))
        .orElseGet(() -> new Notification(json, method, named));
  }

  private static Optional<RequestId> id(JsonText json, ObjectNode object) throws JsonRpcException {
    Optional<JsonNode> member = object.member("id");
    if (member.isEmpty()) {
      return Optional.empty();
    }
    return switch (member.get()) {
      case StringNode node -> Optional.of(new RequestId(json.slice(node)));
      case NumberNode node when isInteger(node.token()) -> Optional.of(new RequestId(node.token()));
      // A peer that could not read a request answers with null; a request with null is refused.
      case LiteralNode node
          when node.token().equals("null") && object.member("error").isPresent() ->
          Optional.empty();
      default -> throw invalid("`id` must be a string or an integer", Optional.empty());
    };
  }

  private static boolean isInteger(String token) {
    boolean isPlain = token.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    return isPlain && token.length() <= ID_CHARS_MAX;
  }

  private static JsonRpcException invalid(String message, Optional<RequestId> id) {
    JsonRpcError error = JsonRpcError.of(JsonRpcError.INVALID_REQUEST, message);
    return id.map(known -> new JsonRpcException(error, known))
        .orElseGet(() -> new JsonRpcException(error));
  }
}
