package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.List;
import java.util.Optional;

/**
 * The messages that Gatehouse itself exchanges with a server, and what it reads from their answers.
 *
 * <p>Source: MCP 2026-07-28 server/discover, basic/versioning; MCP 2025-11-25 basic/lifecycle,
 * basic/utilities/cancellation, basic/utilities/ping.
 */
final class Handshake {
  /** How Gatehouse introduces itself where no client stands behind it. */
  static final String CLIENT_INFO = "{\"name\":\"gatehouse\",\"version\":\"0.1.0\"}";

  private Handshake() {}

  /** Asks which revisions a server speaks. */
  static String discover(RequestId id) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"server/discover","params":{"_meta":{\
    "io.modelcontextprotocol/protocolVersion":"%s",\
    "io.modelcontextprotocol/clientInfo":%s,\
    "io.modelcontextprotocol/clientCapabilities":{}}}}\
    """
        .formatted(id.json(), Revisions.MODERN, CLIENT_INFO);
  }

  /** Asks a modern server for its tools, {@code meta} being the whole {@code _meta}. */
  static String listTools(RequestId id, String meta) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"tools/list","params":{"_meta":%s}}\
    """
        .formatted(id.json(), meta);
  }

  /** Asks for the page of tools to which the last one pointed. */
  static String listTools(RequestId id, String meta, String cursor) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"tools/list","params":{"cursor":%s,"_meta":%s}}\
    """
        .formatted(id.json(), JsonStrings.quote(cursor), meta);
  }

  /** Opens a session with a legacy server. */
  static String initialize(RequestId id, String revision, String clientInfo, String capabilities) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"initialize","params":{\
    "protocolVersion":%s,"capabilities":%s,"clientInfo":%s}}\
    """
        .formatted(id.json(), JsonStrings.quote(revision), capabilities, clientInfo);
  }

  /** Says that the session is open. */
  static String initialized() {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  }

  /** Takes a request back. */
  static String cancelled(RequestId id) {
    return """
    {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}\
    """
        .formatted(id.json());
  }

  /** Which of its own requests a server takes back by a notification. */
  static Optional<RequestId> cancelledIn(Message.Notification notification) {
    return notification.method().equals("notifications/cancelled")
        ? notification
            .params()
            .flatMap(params -> params.member("requestId"))
            .map(id -> new RequestId(notification.json().slice(id)))
        : Optional.empty();
  }

  /** Asks a legacy server whether it is there. */
  static String ping(RequestId id) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id.json() + ",\"method\":\"ping\"}";
  }

  /** Asks something about a resource. */
  static String aboutResource(RequestId id, String method, String uri) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":%s,"params":{"uri":%s}}\
    """
        .formatted(id.json(), JsonStrings.quote(method), JsonStrings.quote(uri));
  }

  /**
   * Answers a legacy server's request: {@code ping} as it should be, all others as unknown, because
   * no capability was declared that would allow them.
   */
  static String answer(Message.Request request) {
    if (request.method().equals("ping")) {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id().json() + ",\"result\":{}}";
    }
    return JsonRpcError.of(JsonRpcError.METHOD_NOT_FOUND, "method not found")
        .response(request.id());
  }

  /** What a server says of itself in answer to {@code server/discover}. */
  static UpstreamDescription discovered(JsonText json, ObjectNode result) {
    Optional<String> serverInfo =
        result.object("_meta").flatMap(meta -> meta.object(Meta.SERVER_INFO)).map(json::slice);
    return new UpstreamDescription(
        Era.MODERN, capabilities(json, result), serverInfo, result.string("instructions"));
  }

  /** What a server says of itself in answer to {@code initialize}. */
  static UpstreamDescription initialized(JsonText json, ObjectNode result) {
    return new UpstreamDescription(
        Era.LEGACY,
        capabilities(json, result),
        result.object("serverInfo").map(json::slice),
        result.string("instructions"));
  }

  /** The texts of an array of strings; anything else in it is passed over. */
  static List<String> strings(JsonNode.ArrayNode array) {
    return array.elements().stream()
        .filter(StringNode.class::isInstance)
        .map(node -> ((StringNode) node).value())
        .toList();
  }

  private static String capabilities(JsonText json, ObjectNode result) {
    return result.object("capabilities").map(json::slice).orElse("{}");
  }
}
