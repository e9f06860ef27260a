package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The error by which a legacy server says that its client must visit some addresses before it calls
 * again: to a modern client, which does not know the error, it is a reply that asks for input.
 *
 * <p>Shape: {@code {"code":-32042,"data":{"elicitations":[{"mode":"url",…}]}}}.
 *
 * <p>Source: MCP 2025-11-25 client/elicitation, "URL Elicitation Required Error".
 */
final class UrlElicitations {
  private static final String CODE = "-32042";

  private UrlElicitations() {}

  /** What the client is asked for; nothing where the error is another, or the client knows it. */
  static Map<String, String> in(Message.Response response, RequestMetadata client) {
    if (Revisions.isLegacy(client.protocolVersion())
        || !(response instanceof Message.Failure failure)
        || !ProbeAnswer.code(failure).equals(Optional.of(CODE))
        || !ClientPromises.of(client).takesAddresses()) {
      return Map.of();
    }
    List<JsonNode> elicitations =
        failure
            .error()
            .object("data")
            .flatMap(data -> data.array("elicitations"))
            .map(JsonNode.ArrayNode::elements)
            .orElse(List.of());
    Map<String, String> requests = new LinkedHashMap<>();
    for (JsonNode each : elicitations) {
      if (each instanceof ObjectNode elicitation) {
        requests.put(
            elicitation.string("elicitationId").orElse("elicitation " + requests.size()),
            "{\"method\":\"elicitation/create\",\"params\":" + failure.json().slice(each) + "}");
      }
    }
    return requests;
  }
}
