package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.audit.ExchangeIds;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.mcp.ModernEnvelope;
import dev.gatehouse.gateway.mcp.ProtocolException;
import dev.gatehouse.gateway.mcp.Revisions;
import dev.gatehouse.gateway.mcp.Session;
import dev.gatehouse.gateway.mcp.Sessions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds out which form of the protocol a message has, and what its client said of itself: with this
 * request in the modern era, when its session began in the legacy one.
 */
final class Callers {
  static final String SESSION_HEADER = "Mcp-Session-Id";
  private static final String VERSION_HEADER = "MCP-Protocol-Version";
  private static final RequestMetadata UNSAID =
      new RequestMetadata("unsaid", Optional.empty(), "{}", Optional.empty());

  private final InstantSource clock;
  private final ExchangeIds ids;
  private final Sessions sessions;
  private final UnaryOperator<String> scrub;

  Callers(InstantSource clock, ExchangeIds ids, Sessions sessions, UnaryOperator<String> scrub) {
    this.clock = clock;
    this.ids = ids;
    this.sessions = sessions;
    this.scrub = scrub;
  }

  /**
   * Who sends a request.
   *
   * @throws ProtocolException where the request lacks what its era asks for
   */
  Exchange requesting(Inbound inbound, Principal principal, Message.Request request)
      throws ProtocolException {
    if (ModernEnvelope.isModern(request, inbound.headers())) {
      RequestMetadata metadata = scrubbed(ModernEnvelope.read(request, inbound.headers()));
      return exchange(inbound, principal, Era.MODERN, metadata, Optional.empty());
    }
    if (request.method().equals("initialize")) {
      RequestMetadata metadata = scrubbed(initializing(request, inbound.connection().isPresent()));
      return exchange(inbound, principal, Era.LEGACY, metadata, Optional.empty());
    }
    Optional<String> version = inbound.headers().first(VERSION_HEADER);
    if (version.isPresent() && !Revisions.LEGACY.contains(version.get())) {
      throw ModernEnvelope.unsupported(version.get());
    }
    if (inbound.headers().first(SESSION_HEADER).isEmpty()) {
      throw invalid(
          400,
          "a request needs the header `Mcp-Session-Id` that `initialize` gave, or the metadata of "
              + Revisions.MODERN);
    }
    Session session =
        session(inbound, principal)
            .orElseThrow(() -> invalid(404, "the session has ended; begin one with `initialize`"));
    return exchange(inbound, principal, Era.LEGACY, session.metadata(), Optional.of(session));
  }

  /** Who sends a notification, which in the legacy era belongs to a session. */
  Exchange notifying(Inbound inbound, Principal principal) {
    Optional<Session> session = session(inbound, principal);
    Era era = inbound.headers().first(SESSION_HEADER).isPresent() ? Era.LEGACY : Era.MODERN;
    return exchange(
        inbound, principal, era, session.map(Session::metadata).orElse(UNSAID), session);
  }

  /** Who sends something that could not be read far enough to tell more. */
  Exchange unread(Inbound inbound, Principal principal) {
    return exchange(inbound, principal, Era.LEGACY, UNSAID, Optional.empty());
  }

  Optional<Session> session(Inbound inbound, Principal principal) {
    return inbound
        .headers()
        .first(SESSION_HEADER)
        .flatMap(id -> sessions.find(id, owner(principal), inbound.endpoint().path()));
  }

  /** The name under which a principal owns sessions: the same name of two issuers is two people. */
  static String owner(Principal principal) {
    return principal.owner();
  }

  private Exchange exchange(
      Inbound inbound,
      Principal principal,
      Era era,
      RequestMetadata metadata,
      Optional<Session> session) {
    return new Exchange(
        ids.next(),
        principal,
        era,
        metadata,
        session.map(open -> new Exchange.InSession(open.id(), open.began(), open.hasSubscribed())),
        session.map(Session::id).or(inbound::connection),
        inbound.endpoint().path(),
        inbound.credentials().peer(),
        inbound.headers().first("User-Agent"),
        clock.instant(),
        System.nanoTime());
  }

  /**
   * What a client calls itself is recorded, and goes upstream when a session is opened there, so it
   * is masked too: once, when the client says it.
   */
  private RequestMetadata scrubbed(RequestMetadata metadata) {
    Optional<String> client =
        metadata
            .clientInfo()
            .map(scrub)
            .filter(
                text ->
                    text.equals(metadata.clientInfo().orElse("")) || PolicyFacts.isObject(text));
    return new RequestMetadata(
        metadata.protocolVersion(), client, metadata.clientCapabilities(), metadata.logLevel());
  }

  private static RequestMetadata initializing(Message.Request request, boolean isConnected)
      throws ProtocolException {
    ObjectNode params = request.params().orElseThrow(() -> missing("params"));
    String requested =
        params.string("protocolVersion").orElseThrow(() -> missing("params.protocolVersion"));
    return new RequestMetadata(
        Revisions.negotiated(requested, isConnected),
        params.object("clientInfo").map(request.json()::slice),
        params.object("capabilities").map(request.json()::slice).orElse("{}"),
        Optional.empty());
  }

  private static ProtocolException invalid(int status, String message) {
    return new ProtocolException(status, JsonRpcError.of(JsonRpcError.INVALID_REQUEST, message));
  }

  private static ProtocolException missing(String member) {
    return new ProtocolException(
        400,
        JsonRpcError.of(JsonRpcError.INVALID_PARAMS, "`" + member + "` is required and missing"));
  }
}
