package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client has declared that it can be asked: promised to a legacy server when its session is
 * opened, and held against each request by that server.
 *
 * <p>Source: MCP 2025-11-25 basic/lifecycle "Capability Negotiation", client/elicitation,
 * client/sampling, client/roots, basic/utilities/tasks. Immutable.
 */
final class ClientPromises {
  private static final JsonText NONE = parsed("{}");
  // Only a legacy client means by it what a legacy server understands.
  private static final String TASKS = "tasks";

  private final JsonText json;
  private final boolean isLegacy;

  private ClientPromises(JsonText json, boolean isLegacy) {
    this.json = json;
    this.isLegacy = isLegacy;
  }

  /** The promises of a client; none where its capabilities cannot be read. */
  static ClientPromises of(RequestMetadata client) {
    JsonText json = parsed(client.clientCapabilities());
    return new ClientPromises(
        json.root() instanceof ObjectNode ? json : NONE,
        Revisions.isLegacy(client.protocolVersion()));
  }

  /** JSON of the capabilities that a legacy server is promised. */
  String capabilities() {
    return isLegacy
        ? json.text()
        : Rewrite.of(json).members(root(), Set.of(TASKS), Map.of()).text();
  }

  /** Whether a server may ask such a client for anything at all. */
  boolean allowQuestions() {
    return has("roots") || has("sampling") || has("elicitation");
  }

  /** Whether it can be asked to visit an address. */
  boolean takesAddresses() {
    return member("elicitation", "url");
  }

  /** Why a server's request is not put to the client; nothing where it is. */
  Optional<JsonRpcError> refusal(Message.Request request) {
    Optional<ObjectNode> params = request.params();
    return switch (request.method()) {
      case "roots/list" -> unless(has("roots"));
      case "sampling/createMessage" -> {
        boolean withTools = params.flatMap(p -> p.member("tools")).isPresent();
        yield unless(has("sampling"))
            .or(() -> withTools ? unlessTaken(member("sampling", "tools")) : Optional.empty());
      }
      case "elicitation/create" -> {
        boolean byUrl = params.flatMap(p -> p.string("mode")).filter("url"::equals).isPresent();
        yield unless(has("elicitation"))
            .or(() -> unlessTaken(byUrl ? takesAddresses() : takesForms()));
      }
      case "tasks/get", "tasks/result", "tasks/list", "tasks/cancel" ->
          unless(isLegacy && has(TASKS));
      default -> unless(false);
    };
  }

  private boolean has(String capability) {
    return root().object(capability).isPresent();
  }

  private boolean member(String capability, String name) {
    return root().object(capability).flatMap(object -> object.member(name)).isPresent();
  }

  /** Forms are what it means to say nothing more. */
  private boolean takesForms() {
    return member("elicitation", "form") || !member("elicitation", "url");
  }

  private ObjectNode root() {
    return (ObjectNode) json.root();
  }

  private static Optional<JsonRpcError> unless(boolean declared) {
    return declared
        ? Optional.empty()
        : Optional.of(JsonRpcError.of(JsonRpcError.METHOD_NOT_FOUND, "method not found"));
  }

  private static Optional<JsonRpcError> unlessTaken(boolean declared) {
    return declared
        ? Optional.empty()
        : Optional.of(
            JsonRpcError.of(JsonRpcError.INVALID_PARAMS, "the client has not declared this"));
  }

  private static JsonText parsed(String text) {
    try {
      return JsonText.parse(text, JsonLimits.STANDARD);
    } catch (JsonSyntaxException _) {
      return NONE;
    }
  }
}
