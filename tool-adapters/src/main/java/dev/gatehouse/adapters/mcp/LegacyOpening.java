package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a session with a legacy server over HTTP, on behalf of a client.
 *
 * <p>Source: MCP 2025-11-25 basic/lifecycle, "Initialization"; basic/transports, "Session
 * Management".
 */
final class LegacyOpening {
  private final HttpExchange exchange;
  private final Failures failures;
  private final Errands errands;

  LegacyOpening(HttpExchange exchange, Failures failures, Errands errands) {
    this.exchange = exchange;
    this.failures = failures;
    this.errands = errands;
  }

  /**
   * Opens one.
   *
   * @throws UpstreamException as unintelligible where the server does not agree to a session
   */
  LegacySession open(RequestMetadata client, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacyDesk desk = new LegacyDesk(client);
    RequestId own = exchange.nextId();
    String text =
        Handshake.initialize(
            own,
            Revisions.offeredFor(client),
            client.clientInfo().orElse(Handshake.CLIENT_INFO),
            desk.promises().capabilities());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    LegacySession session;
    try (HttpReply reply = exchange.open(body, HttpExchange.JSON_OR_EVENTS, deadline)) {
      Content content = exchange.read(reply, own, ToNobody.INSTANCE, deadline);
      session = agreed(content, reply, client, desk);
    }
    session.link().tell(Handshake.initialized().getBytes(StandardCharsets.UTF_8), deadline);
    if (desk.promises().allowQuestions()) {
      // Some servers ask over the session's own stream what a call makes them ask.
      session.link().listen();
    }
    return session;
  }

  private LegacySession agreed(
      Content content, HttpReply reply, RequestMetadata client, LegacyDesk desk)
      throws UpstreamException {
    return switch (content) {
      case Content.Answer(Message.Result result, boolean _, int _)
          when result.result() instanceof ObjectNode object -> {
        String revision = object.string("protocolVersion").orElse("");
        if (!Revisions.isLegacy(revision)) {
          throw failures.unintelligible("agrees to no revision of MCP that is known here");
        }
        LegacyLink link = link(sessionId(reply), revision, desk);
        yield session(Handshake.initialized(result.json(), object), client, link, desk);
      }
      case Content.Answer _ -> throw failures.unintelligible("refuses to open a session");
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }

  private LegacySession session(
      UpstreamDescription description, RequestMetadata client, LegacyLink link, LegacyDesk desk) {
    SessionRequests requests = new SessionRequests(exchange, failures, link, desk);
    ChildSubscriptions.Asking asking =
        (method, uri, deadline) -> {
          RequestId own = requests.nextId();
          return requests.ask(own, Handshake.aboutResource(own, method, uri), deadline);
        };
    return new LegacySession(
        description,
        link,
        desk,
        requests,
        new ChildLogLevel(Revisions.isLegacy(client.protocolVersion())),
        new ChildSubscriptions(asking, failures));
  }

  private LegacyLink link(Optional<String> id, String revision, LegacyDesk desk) {
    Map<String, String> headers = new LinkedHashMap<>(HttpExchange.JSON_OR_EVENTS);
    headers.put("MCP-Protocol-Version", revision);
    id.ifPresent(value -> headers.put(LegacySession.ID_HEADER, value));
    return new StreamableLink(exchange, failures, errands, desk, headers, id.isPresent());
  }

  private Optional<String> sessionId(HttpReply reply) throws UpstreamException {
    Optional<String> id = reply.header(LegacySession.ID_HEADER);
    if (id.isPresent() && !id.get().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw failures.unintelligible("gave its session an id that cannot be sent back");
    }
    return id;
  }
}
