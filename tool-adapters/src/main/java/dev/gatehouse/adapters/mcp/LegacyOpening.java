package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
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
import java.util.Set;

/**
 * Opens a session with a legacy server over HTTP, on behalf of a client.
 *
 * <p>Source: MCP 2025-11-25 basic/lifecycle, "Initialization"; basic/transports, "Session
 * Management".
 */
final class LegacyOpening {
  private static final Set<Integer> REJECTIONS = Set.of(400, 404, 405);

  private record Agreement(String revision, UpstreamDescription description) {}

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
  LegacySession open(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return new LegacyOpening(exchange.in(conversation), failures, errands)
        .open(conversation.metadata(), deadline);
  }

  private LegacySession open(RequestMetadata client, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacySession session = greeted(client, deadline);
    boolean isOpen = false;
    try {
      session.link().tell(Handshake.initialized().getBytes(StandardCharsets.UTF_8), deadline);
      if (session.desk().promises().allowQuestions()) {
        // Some servers ask over the session's own stream what a call makes them ask.
        session.link().listen();
      }
      isOpen = true;
      return session;
    } finally {
      if (!isOpen) {
        session.link().end();
      }
    }
  }

  private LegacySession greeted(RequestMetadata client, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacyDesk desk = new LegacyDesk(client);
    RequestId own = exchange.nextId();
    byte[] body = greeting(own, client, desk).getBytes(StandardCharsets.UTF_8);
    Content content;
    try (HttpReply reply = exchange.open(body, HttpExchange.JSON_OR_EVENTS, deadline)) {
      content = exchange.read(reply, own, ToNobody.INSTANCE, deadline);
      if (!isRejected(content)) {
        Agreement agreed = agreed(content);
        LegacyLink link = link(sessionId(reply), agreed.revision(), desk);
        return session(agreed.description(), client, link, desk);
      }
    }
    Optional<LegacySession> byEvents = greetedByEvents(client, deadline);
    if (byEvents.isPresent()) {
      return byEvents.get();
    }
    throw content instanceof Content.Other other
        ? exchange.unexpected(other.status())
        : failures.unintelligible("refuses to open a session");
  }

  /** Opens a session by the oldest transport, where the server has that. */
  private Optional<LegacySession> greetedByEvents(RequestMetadata client, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacyDesk desk = new LegacyDesk(client);
    Optional<EventStreamLink> link = EventStreamLink.open(exchange, failures, errands, desk);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    boolean isAgreed = false;
    try {
      SessionRequests requests = new SessionRequests(exchange, failures, link.get(), desk);
      RequestId own = requests.nextId();
      Message.Response response = requests.ask(own, greeting(own, client, desk), deadline);
      Agreement agreed = agreed(new Content.Answer(response, true, 200));
      isAgreed = true;
      return Optional.of(session(agreed.description(), client, link.get(), desk));
    } finally {
      if (!isAgreed) {
        link.get().close();
      }
    }
  }

  private static String greeting(RequestId own, RequestMetadata client, LegacyDesk desk) {
    return Handshake.initialize(
        own,
        Revisions.offeredFor(client),
        client.clientInfo().orElse(Handshake.CLIENT_INFO),
        desk.promises().capabilities());
  }

  /** Whether the server does not know this way of opening a session. */
  private static boolean isRejected(Content content) {
    return switch (content) {
      case Content.Other other -> REJECTIONS.contains(other.status());
      case Content.Answer answer ->
          REJECTIONS.contains(answer.status()) && !ProbeAnswer.isModernError(answer.response());
    };
  }

  private Agreement agreed(Content content) throws UpstreamException {
    return switch (content) {
      case Content.Answer(Message.Result result, boolean _, int _)
          when result.result() instanceof ObjectNode object -> {
        String revision = object.string("protocolVersion").orElse("");
        if (!Revisions.isLegacy(revision)) {
          throw failures.unintelligible("agrees to no revision of MCP that is known here");
        }
        yield new Agreement(revision, Handshake.initialized(result.json(), object));
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
