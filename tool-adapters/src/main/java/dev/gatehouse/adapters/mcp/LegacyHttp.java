package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamDescription;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.UpstreamReply;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Talks over HTTP to a legacy server: in a session for each conversation, which is opened again
 * once where the server has forgotten it. A request is cancelled by a message of its own, because
 * leaving its reply unread is not enough.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Streamable HTTP".
 */
final class LegacyHttp implements HttpDialect {
  // Nobody waits for these, but a socket is held.
  private static final Duration ERRAND_TIME = Duration.ofSeconds(5);
  // Callers wait by their own deadlines; this one ends it where none of them is left.
  private static final Duration OPENING_MAX = Duration.ofSeconds(30);
  private static final Set<Integer> REJECTIONS = Set.of(400, 404, 405);

  private final HttpExchange exchange;
  private final LegacyOpening opening;
  private final Failures failures;
  private final Errands errands;
  private final LegacySessions sessions;

  LegacyHttp(HttpExchange exchange, Failures failures, Errands errands, int sessionsMax) {
    this.exchange = exchange;
    this.opening = new LegacyOpening(exchange, failures);
    this.failures = failures;
    this.errands = errands;
    this.sessions = new LegacySessions(sessionsMax, this::delete);
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public UpstreamDescription describe(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return session(conversation, deadline).description();
  }

  @Override
  public Outcome call(UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacySession session;
    try {
      session = session(call.conversation(), deadline);
    } catch (UpstreamException e) {
      if (e.kind() == Kind.UNINTELLIGIBLE) {
        return new Outcome.Doubtful(Optional.empty(), e);
      }
      throw e;
    }
    Content content = post(session, call, deadline);
    if (session.id().isPresent() && isForgotten(content)) {
      sessions.of(call.conversation().key()).forget(session);
      content = post(session(call.conversation(), deadline), call, deadline);
    }
    return switch (content) {
      case Content.Answer answer -> {
        UpstreamReply reply = new UpstreamReply(answer.response(), Era.LEGACY);
        yield answer.status() == 400 && ProbeAnswer.isModernError(answer.response())
            ? new Outcome.Doubtful(Optional.of(reply), exchange.unexpected(answer.status()))
            : new Outcome.Done(reply);
      }
      case Content.Other other when REJECTIONS.contains(other.status()) ->
          new Outcome.Doubtful(Optional.empty(), exchange.unexpected(other.status()));
      case Content.Other other -> throw exchange.unexpected(other.status());
    };
  }

  @Override
  public void tell(Message.Notification notification, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    LegacySession session = session(conversation, deadline);
    exchange.tell(notification.json().utf8(), session.headers(), deadline);
  }

  @Override
  public void end(String conversationKey) {
    sessions.end(conversationKey);
  }

  @Override
  public void endAll() {
    sessions.endAll();
  }

  private LegacySession session(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return sessions
        .of(conversation.key())
        .get(
            deadline,
            failures,
            () ->
                opening.open(conversation.metadata(), new Unopened(), Deadline.after(OPENING_MAX)));
  }

  private Content post(LegacySession session, UpstreamCall call, Deadline deadline)
      throws UpstreamException, InterruptedException {
    RequestId own = exchange.nextId();
    byte[] body = Outgoing.of(call, Era.LEGACY, own).utf8();
    ToCaller listener =
        new ToCaller(new ClientNames(own, call.request()), call.listener(), session);
    try {
      return exchange.ask(body, session.headers(), own, listener, deadline);
    } catch (InterruptedException e) {
      send("cancellation", Handshake.cancelled(own), session);
      throw e;
    } catch (UpstreamException e) {
      if (e.kind() == Kind.TIMED_OUT) {
        send("cancellation", Handshake.cancelled(own), session);
      }
      throw e;
    }
  }

  /** Whether the server says that there is no such session, so that nothing was carried out. */
  private static boolean isForgotten(Content content) {
    return switch (content) {
      case Content.Other other -> other.status() == 404;
      // The specification asks for 404; widespread servers say 400, in an error without our id.
      case Content.Answer answer ->
          answer.status() == 404 || (answer.status() == 400 && !answer.isOurs());
    };
  }

  private void send(String what, String message, LegacySession session) {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    errands.start(what, () -> exchange.tell(body, session.headers(), Deadline.after(ERRAND_TIME)));
  }

  private void delete(LegacySession session) {
    if (session.id().isPresent()) {
      Map<String, String> headers = session.headers();
      errands.start("session-end", () -> exchange.delete(headers, Deadline.after(ERRAND_TIME)));
    }
  }

  /** Passes notifications on, and answers what the server asks. */
  private final class ToCaller implements ReplyReader.Listener {
    private final ClientNames names;
    private final UpstreamCall.Listener listener;
    private final LegacySession session;

    ToCaller(ClientNames names, UpstreamCall.Listener listener, LegacySession session) {
      this.names = names;
      this.listener = listener;
      this.session = session;
    }

    @Override
    public void notification(Message.Notification notification) throws InterruptedException {
      listener.heard(names.in(notification));
    }

    @Override
    public void request(Message.Request request) {
      send("answer", Handshake.answer(request), session);
    }
  }

  /** While a session is opened, nothing that a server sends besides can be answered. */
  private record Unopened() implements ReplyReader.Listener {
    @Override
    public void notification(Message.Notification notification) {}

    @Override
    public void request(Message.Request request) {}
  }
}
