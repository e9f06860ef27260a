package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP with SSE, the transport of the oldest revision: one stream of events brings all that the
 * server says, and its first event says where messages to the server are posted. The session is the
 * stream: it ends with it.
 *
 * <p>Source: MCP 2024-11-05 basic/transports, "HTTP with SSE".
 */
final class EventStreamLink implements LegacyLink {
  // Nobody waits for these, but a socket is held.
  private static final Duration ERRAND_TIME = Duration.ofSeconds(5);
  // A server of this kind says at once where to post; others may open a stream and say nothing.
  private static final Duration ENDPOINT_EXPECTED = Duration.ofSeconds(5);
  // It ends with the session.
  private static final Duration READ_MAX = Duration.ofDays(365);

  private final HttpExchange exchange;
  private final Failures failures;
  private final Errands errands;
  private final LegacyDesk desk;
  private final URI endpoint;
  private final Thread reader;

  private EventStreamLink(
      HttpExchange exchange,
      Failures failures,
      Errands errands,
      LegacyDesk desk,
      URI endpoint,
      HttpReply reply,
      SseReader events) {
    this.exchange = exchange;
    this.failures = failures;
    this.errands = errands;
    this.desk = desk;
    this.endpoint = endpoint;
    this.reader =
        Thread.ofVirtual().name("upstream-event-stream").unstarted(() -> read(reply, events));
  }

  /**
   * Opens the stream; nothing where the server has none that says where to post.
   *
   * @throws UpstreamException where the server sends its clients elsewhere
   */
  static Optional<EventStreamLink> open(
      HttpExchange exchange, Failures failures, Errands errands, LegacyDesk desk)
      throws UpstreamException, InterruptedException {
    try {
      return opened(exchange, failures, errands, desk, Deadline.after(ENDPOINT_EXPECTED));
    } catch (UpstreamException e) {
      if (e.kind() == Kind.TIMED_OUT || e.kind() == Kind.BROKEN_OFF) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<EventStreamLink> opened(
      HttpExchange exchange, Failures failures, Errands errands, LegacyDesk desk, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpReply reply = exchange.listen(Map.of("Accept", "text/event-stream"), deadline);
    boolean isTaken = false;
    try {
      if (!ReplyReader.isStream(reply)) {
        reply.answered();
        return Optional.empty();
      }
      SseReader events = exchange.replies().events(reply, SseReader.Position.START);
      Optional<byte[]> said = events.next("endpoint", deadline);
      if (said.isEmpty()) {
        return Optional.empty();
      }
      URI endpoint = endpoint(exchange.address(), said.get(), failures);
      EventStreamLink link =
          new EventStreamLink(exchange, failures, errands, desk, endpoint, reply, events);
      reply.until(Deadline.after(READ_MAX));
      link.reader.start();
      isTaken = true;
      return Optional.of(link);
    } finally {
      if (!isTaken) {
        reply.close();
      }
    }
  }

  @Override
  public Sent send(RunningCall call, byte[] body, Deadline deadline)
      throws UpstreamException, InterruptedException {
    try (HttpReply reply = exchange.open(endpoint, body, HttpExchange.JSON_OR_EVENTS, deadline)) {
      if (reply.status() / 100 == 2) {
        reply.answered();
        return new Sent.Underway();
      }
      return new Sent.Over(exchange.read(reply, call.own(), ToNobody.INSTANCE, deadline));
    }
  }

  @Override
  public void tell(byte[] body, Deadline deadline) throws UpstreamException, InterruptedException {
    exchange.tell(endpoint, body, HttpExchange.JSON_OR_EVENTS, deadline);
  }

  /** Nothing: all comes by the one stream. */
  @Override
  public void listen() {}

  @Override
  public boolean keepsSession() {
    return true;
  }

  @Override
  public boolean sharesOneStream() {
    return true;
  }

  @Override
  public void goOn(Conversation conversation) {
    exchange.goOn(conversation);
  }

  @Override
  public void close() {
    reader.interrupt();
  }

  @Override
  public void end() {
    close();
  }

  private void read(HttpReply reply, SseReader events) {
    Deadline never = Deadline.after(READ_MAX);
    MessageStream messages = exchange.replies().messages(reply, events);
    UpstreamException end = failures.brokenOff("ended its event stream before the reply");
    try (reply) {
      Optional<Message> message = messages.next(never);
      while (message.isPresent()) {
        desk.ofSession(message.get()).ifPresent(this::sendBack);
        message = messages.next(never);
      }
    } catch (UpstreamException e) {
      end = e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      desk.lost(end);
      desk.fail(end);
    }
  }

  private void sendBack(String message) {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    errands.start("answer", () -> tell(body, Deadline.after(ERRAND_TIME)));
  }

  /** Where to post: nowhere but at the server that was configured, because credentials go along. */
  private static URI endpoint(URI server, byte[] said, Failures failures) throws UpstreamException {
    try {
      URI endpoint = server.resolve(new String(said, StandardCharsets.UTF_8).strip());
      boolean isSameOrigin =
          server.getScheme().equalsIgnoreCase(endpoint.getScheme())
              && server.getHost().equalsIgnoreCase(endpoint.getHost())
              && port(server) == port(endpoint);
      if (isSameOrigin && endpoint.getRawFragment() == null && endpoint.getRawUserInfo() == null) {
        return endpoint;
      }
    } catch (IllegalArgumentException _) {
      // Its message holds what was received, and with it the id of the session.
      throw failures.unintelligible("names an endpoint that is no address");
    }
    throw failures.unintelligible("names an endpoint at another server");
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
