package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import java.util.Optional;

/**
 * What a client can do while one of its calls waits for people.
 *
 * <p>Source: Tasks extension, "Capability Negotiation"; MCP 2026-07-28 and 2025-11-25
 * client/elicitation.
 */
enum ClientAbilities {
  /** It polls a task. */
  TASKS,
  /** It shows its person an address, as the answer to its call, and calls again. */
  ADDRESS_ANSWERED,
  /** It shows its person an address in the course of its call. */
  ADDRESS_ASKED,
  /** It waits, for as long as it does. */
  WAITS;

  /** Those of the client of this request. */
  static ClientAbilities of(Exchange exchange, Message.Request request, ReplySink sink) {
    String capabilities = exchange.metadata().clientCapabilities();
    boolean isModern = exchange.era() == Era.MODERN;
    if (isModern && request.method().equals("tools/call") && TaskClients.declares(capabilities)) {
      return TASKS;
    }
    if (!takesAddresses(capabilities)) {
      return WAITS;
    }
    if (isModern) {
      return InputRequired.METHODS.contains(request.method()) ? ADDRESS_ANSWERED : WAITS;
    }
    return sink.takesStream() && exchange.connection().isPresent() ? ADDRESS_ASKED : WAITS;
  }

  /** Whether a client with these capabilities, JSON of an object, shows addresses to its person. */
  static boolean takesAddresses(String capabilities) {
    return parsed(capabilities)
        .flatMap(object -> object.object("elicitation"))
        .flatMap(elicitation -> elicitation.member("url"))
        .isPresent();
  }

  private static Optional<ObjectNode> parsed(String json) {
    try {
      JsonLimits readBefore = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
      return JsonText.parse(json, readBefore).root() instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }
}
