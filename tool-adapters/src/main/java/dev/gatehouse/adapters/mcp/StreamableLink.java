package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.ReplyReader.Content;
import dev.gatehouse.adapters.mcp.SseReader.Position;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Streamable HTTP: each message is a request of its own, each call has a stream of its own, and one
 * more stream brings what belongs to no call.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Streamable HTTP".
 */
final class StreamableLink implements LegacyLink, CallStream.Session, SessionStream.Server {
  // Nobody waits for these, but a socket is held.
  private static final Duration ERRAND_TIME = Duration.ofSeconds(5);
  private static final Duration ENDING_TIME = Duration.ofSeconds(15);

  private final HttpExchange exchange;
  private final Failures failures;
  private final Errands errands;
  private final LegacyDesk desk;
  private final Map<String, String> headers;
  private final boolean hasId;
  private final SessionStream stream;

  /**
   * In a session.
   *
   * @param headers of each request in it
   * @param hasId whether the server keeps the session, so that it is to be told of its end
   */
  StreamableLink(
      HttpExchange exchange,
      Failures failures,
      Errands errands,
      LegacyDesk desk,
      Map<String, String> headers,
      boolean hasId) {
    this.exchange = exchange;
    this.failures = failures;
    this.errands = errands;
    this.desk = desk;
    this.headers = headers;
    this.hasId = hasId;
    this.stream = new SessionStream(this, failures, exchange.replies(), desk, this::sendBack);
  }

  @Override
  public Sent send(RunningCall call, byte[] body, Deadline deadline)
      throws UpstreamException, InterruptedException {
    HttpReply reply = exchange.open(body, headers, deadline);
    if (ReplyReader.isStream(reply)) {
      CallStream.start(call, reply, this, exchange.replies(), failures);
      return new Sent.Underway();
    }
    try (reply) {
      Content content = exchange.read(reply, call.own(), ToNobody.INSTANCE, deadline);
      return new Sent.Over(content);
    }
  }

  @Override
  public void tell(byte[] body, Deadline deadline) throws UpstreamException, InterruptedException {
    exchange.tell(body, headers, deadline);
  }

  @Override
  public void listen() throws InterruptedException {
    stream.keepOpen();
    stream.awaitOpen();
  }

  @Override
  public boolean keepsSession() {
    return hasId;
  }

  @Override
  public boolean sharesOneStream() {
    return false;
  }

  @Override
  public void goOn(Conversation conversation) {
    exchange.goOn(conversation);
  }

  @Override
  public void close() {
    stream.end();
  }

  @Override
  public void end() {
    close();
    if (hasId) {
      errands.startEnd("session-end", this::endSession);
    }
  }

  @Override
  public HttpReply resume(String lastId, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return get(new Position(Optional.of(lastId), Optional.empty()), deadline);
  }

  @Override
  public void take(RunningCall call, Message message) throws InterruptedException {
    desk.ofCall(call, message).ifPresent(this::sendBack);
  }

  /** Whether the server does not know the session, of which it does not speak in its streams. */
  @Override
  public boolean hasForgotten() throws UpstreamException, InterruptedException {
    byte[] ping = Handshake.ping(exchange.nextId()).getBytes(StandardCharsets.UTF_8);
    try (HttpReply reply = exchange.open(ping, headers, Deadline.after(ERRAND_TIME))) {
      reply.answered();
      return hasId && reply.status() == 404;
    }
  }

  @Override
  public HttpReply get(Position position, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.remove("Content-Type");
    all.put("Accept", "text/event-stream");
    position.lastId().ifPresent(id -> all.put("Last-Event-ID", id));
    return exchange.listen(all, deadline);
  }

  /** A server that is busy when many leave it would keep the session for ever. */
  private void endSession() throws UpstreamException, InterruptedException {
    try {
      exchange.delete(headers, Deadline.after(ENDING_TIME));
    } catch (UpstreamException _) {
      // It does no harm to end it twice.
      exchange.delete(headers, Deadline.after(ENDING_TIME));
    }
  }

  private void sendBack(String message) {
    byte[] body = message.getBytes(StandardCharsets.UTF_8);
    errands.start("answer", () -> tell(body, Deadline.after(ERRAND_TIME)));
  }
}
