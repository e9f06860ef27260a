package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a session with a legacy server over HTTP, on behalf of a client.
 *
 * <p>Source: MCP 2025-11-25 basic/lifecycle, "Initialization"; basic/transports, "Session
 * Management".
 */
final class LegacyOpening {
  // What a server asks of a client is not relayed, so it must not be promised; `tasks` is about the
  // same requests.
  private static final Set<String> NOT_PROMISED =
      Set.of("sampling", "elicitation", "roots", "tasks");

  private final HttpExchange exchange;
  private final Failures failures;

  LegacyOpening(HttpExchange exchange, Failures failures) {
    this.exchange = exchange;
    this.failures = failures;
  }

  /**
   * Opens one.
   *
   * @throws UpstreamException as unintelligible where the server does not agree to a session
   */
  LegacySession open(RequestMetadata client, ReplyReader.Listener listener, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RequestId own = exchange.nextId();
    String text =
        Handshake.initialize(
            own,
            Revisions.offeredFor(client),
            client.clientInfo().orElse(Handshake.CLIENT_INFO),
            promised(client.clientCapabilities()));
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    LegacySession session;
    try (HttpReply reply = exchange.open(body, HttpExchange.JSON_OR_EVENTS, deadline)) {
      Content content = exchange.read(reply, own, listener, deadline);
      session = agreed(content, reply);
    }
    exchange.tell(
        Handshake.initialized().getBytes(StandardCharsets.UTF_8), session.headers(), deadline);
    return session;
  }

  /** The client's capabilities without those that this edge cannot keep. */
  static String promised(String clientCapabilities) {
    try {
      JsonText json = JsonText.parse(clientCapabilities, JsonLimits.STANDARD);
      return json.root() instanceof ObjectNode object
          ? Rewrite.of(json).members(object, NOT_PROMISED, Map.of()).text()
          : "{}";
    } catch (JsonSyntaxException _) {
      return "{}";
    }
  }

  private LegacySession agreed(Content content, HttpReply reply) throws UpstreamException {
    return switch (content) {
      case Content.Answer(Message.Result result, boolean _, int _)
          when result.result() instanceof ObjectNode object -> {
        String revision = object.string("protocolVersion").orElse("");
        if (!Revisions.isLegacy(revision)) {
          throw failures.unintelligible("agrees to no revision of MCP that is known here");
        }
        yield new LegacySession(
            sessionId(reply), revision, Handshake.initialized(result.json(), object));
      }
      case Content.Answer _ -> throw failures.unintelligible("refuses to open a session");
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }

  private Optional<String> sessionId(HttpReply reply) throws UpstreamException {
    Optional<String> id = reply.header(LegacySession.ID_HEADER);
    if (id.isPresent() && !id.get().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw failures.unintelligible("gave its session an id that cannot be sent back");
    }
    return id;
  }
}
