package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.ProtocolException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which clients know of tasks.
 *
 * <p>Source: Tasks extension, "Capability Negotiation", "Protocol Errors".
 */
final class TaskClients {
  private static final String EXTENSION = "io.modelcontextprotocol/tasks";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private static final int MISSING_CLIENT_CAPABILITY = -32021;

  private TaskClients() {}

  /** Whether this asks about a task, and its client has not declared that it knows of tasks. */
  static boolean lacksExtension(Exchange exchange, Address address) {
    return address instanceof Address.Task && !declares(exchange.metadata().clientCapabilities());
  }

  /** Whether this asks to hear of tasks, and its client has not declared that it knows of them. */
  static boolean lacksExtension(Exchange exchange, ListenFilter wanted) {
    return wanted.things().containsKey(HeardTasks.KIND)
        && !declares(exchange.metadata().clientCapabilities());
  }

  /**
   * The same request of a client that knows of no tasks: what it begins must end with it.
   *
   * @param capabilities as they are without tasks, JSON of an object
   */
  static Message.Request without(Message.Request request, String capabilities) {
    return request
        .params()
        .flatMap(params -> params.object("_meta"))
        .flatMap(meta -> meta.member(CAPABILITIES))
        .map(node -> Rewrite.of(request.json()).replace(node, capabilities).text())
        .map(ClientQuestion::request)
        .orElse(request);
  }

  /** These capabilities, JSON of an object, without tasks. */
  static String without(String capabilities) {
    try {
      JsonText json = JsonText.parse(capabilities, READ_BEFORE);
      return json.root() instanceof ObjectNode object
          ? object
              .object("extensions")
              .map(all -> Rewrite.of(json).members(all, Set.of(EXTENSION), Map.of()).text())
              .orElse(capabilities)
          : capabilities;
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("what was JSON is none any more", e);
    }
  }

  /** What such a client is told, whatever task it means. */
  static ProtocolException missingExtension() {
    String data = "{\"requiredCapabilities\":{\"extensions\":{\"" + EXTENSION + "\":{}}}}";
    return new ProtocolException(
        400,
        new JsonRpcError(
            MISSING_CLIENT_CAPABILITY, "missing required client capability", Optional.of(data)));
  }

  /** Whether a client with these capabilities, JSON of an object, knows of tasks. */
  static boolean declares(String capabilities) {
    try {
      return JsonText.parse(capabilities, READ_BEFORE).root() instanceof ObjectNode object
          && object.object("extensions").flatMap(all -> all.object(EXTENSION)).isPresent();
    } catch (JsonSyntaxException _) {
      return false;
    }
  }
}
