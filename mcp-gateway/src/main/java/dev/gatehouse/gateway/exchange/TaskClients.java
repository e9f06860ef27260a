package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.ProtocolException;
import java.util.Optional;

/**
 * Which clients know of tasks.
 *
 * <p>Source: Tasks extension, "Capability Negotiation", "Protocol Errors".
 */
final class TaskClients {
  private static final String EXTENSION = "io.modelcontextprotocol/tasks";
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

  /** What such a client is told, whatever task it means. */
  static ProtocolException missingExtension() {
    String data = "{\"requiredCapabilities\":{\"extensions\":{\"" + EXTENSION + "\":{}}}}";
    return new ProtocolException(
        400,
        new JsonRpcError(
            MISSING_CLIENT_CAPABILITY, "missing required client capability", Optional.of(data)));
  }

  private static boolean declares(String capabilities) {
    try {
      JsonLimits readBefore = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
      return JsonText.parse(capabilities, readBefore).root() instanceof ObjectNode object
          && object.object("extensions").flatMap(all -> all.object(EXTENSION)).isPresent();
    } catch (JsonSyntaxException _) {
      return false;
    }
  }
}
