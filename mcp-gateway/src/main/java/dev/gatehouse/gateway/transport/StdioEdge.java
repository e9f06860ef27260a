package dev.gatehouse.gateway.transport;

import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Inbound;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.CredentialsAwayException;
import dev.gatehouse.gateway.mcp.Answers;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.routing.Endpoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * MCP over a pair of streams, for clients that start a command: one message a line.
 *
 * <p>A legacy client's session lasts as long as the streams. Source: MCP 2025-11-25
 * basic/transports and 2026-07-28 basic/transports/stdio. Used once, on one thread.
 */
public final class StdioEdge {
  /** Calls under way when the input ends get this long to be answered. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  /** Streams that one client may ask for at a time; more are refused. */
  private static final int STREAMS_MAX = 64;

  private static final JsonRpcError TOO_MANY_STREAMS =
      JsonRpcError.of(
          Answers.THROTTLED,
          "one client may listen " + STREAMS_MAX + " times at once; end one of these first");

  private final ExchangeHandler handler;
  private final int lineBytesMax;
  private final Places places;
  private final Supplier<Credentials> credentials;
  private Optional<Credentials> listened = Optional.empty();
  private volatile Optional<Credentials> last = Optional.empty();
  private final String connection = UUID.randomUUID().toString();

  /**
   * For one client.
   *
   * @param lineBytesMax of one message; a longer line is cut off there, which makes it unreadable
   * @param concurrentMax calls at work at one time; more wait in the stream
   * @param credentials that say who the client is, asked for each message; where they are away that
   *     message is answered with the reason, and the next may fare better
   */
  public StdioEdge(
      ExchangeHandler handler,
      int lineBytesMax,
      int concurrentMax,
      Supplier<Credentials> credentials) {
    this.handler = handler;
    this.lineBytesMax = lineBytesMax;
    this.places = new Places(concurrentMax, STREAMS_MAX);
    this.credentials = credentials;
  }

  /**
   * Answers what comes until the input ends.
   *
   * @throws IOException where the input cannot be read
   */
  public void serve(InputStream in, OutputStream out) throws IOException {
    StdioOutput output = new StdioOutput(out);
    ConnectionSink sink = new ConnectionSink(output::line, output::close);
    ListeningSink listener = new ListeningSink(output::line);
    Deque<Thread> working = new ArrayDeque<>();
    Deque<Thread> lasting = new ArrayDeque<>();
    // Left open: its end may be all that the client has closed, and answers are under way.
    InputStream input = new BufferedInputStream(in);
    Optional<byte[]> line = line(input);
    while (line.isPresent()) {
      byte[] message = line.get();
      if (message.length > 0) {
        take(message, sink, output, Lines.listens(message) ? lasting : working);
        Optional<Credentials> now = sink.session().flatMap(_ -> toListen(message));
        if (now.isPresent() && listener.begin()) {
          listened = now;
          Thread.startVirtualThread(() -> listen(now.get(), sink, listener));
        }
      }
      working.removeIf(thread -> !thread.isAlive());
      lasting.removeIf(thread -> !thread.isAlive());
      line = line(input);
    }
    listener.stop();
    await(working);
    // What would last as long as its client, and what takes too long.
    sink.lost();
    await(lasting);
    if (sink.session().isPresent() && last.isPresent()) {
      // Those of before: who waits for the end of a client has no time to renew a token.
      handler.endSession(inbound(new byte[0], last.get(), sink), sink);
    }
  }

  /** Whose, at the beginning, and where a stream may have ended with the token of before. */
  private Optional<Credentials> toListen(byte[] message) {
    if (!Lines.saysInitialized(message) && listened.isEmpty()) {
      return Optional.empty();
    }
    try {
      Credentials now = credentials.get();
      boolean isNew = Lines.saysInitialized(message) || !listened.equals(Optional.of(now));
      return isNew ? Optional.of(now) : Optional.empty();
    } catch (CredentialsAwayException _) {
      // The message itself is answered with the reason.
      return Optional.empty();
    }
  }

  private void take(
      byte[] message, ConnectionSink sink, StdioOutput output, Deque<Thread> working) {
    if (Lines.opensSession(message)) {
      // What follows belongs to the session that this one opens.
      handle(message, sink, output);
      return;
    }
    Semaphore place = places.of(message);
    Optional<RequestId> listening = Lines.listening(message);
    // Who waited here for the end of a stream would not read that one is cancelled.
    if (listening.isPresent() && !place.tryAcquire()) {
      output.line(TOO_MANY_STREAMS.response(listening.get()));
      return;
    }
    if (listening.isEmpty()) {
      place.acquireUninterruptibly();
    }
    working.add(Thread.startVirtualThread(() -> handleAndLeave(message, sink, output, place)));
  }

  private void handleAndLeave(
      byte[] message, ConnectionSink sink, StdioOutput output, Semaphore taken) {
    try {
      handle(message, sink, output);
    } finally {
      taken.release();
    }
  }

  private void listen(Credentials whose, ConnectionSink sink, ListeningSink listener) {
    try {
      handler.listen(inbound(new byte[0], whose, sink), listener);
    } finally {
      listener.over();
    }
  }

  private void handle(byte[] message, ConnectionSink sink, StdioOutput output) {
    Credentials now;
    try {
      now = credentials.get();
    } catch (CredentialsAwayException e) {
      JsonRpcError error = JsonRpcError.of(Answers.REFUSED, e.reason());
      Lines.request(message).ifPresent(id -> output.line(error.response(id)));
      return;
    }
    last = Optional.of(now);
    handler.handle(inbound(message, now, sink), sink);
  }

  private Inbound inbound(byte[] message, Credentials whose, ConnectionSink sink) {
    Map<String, String> headers =
        sink.session().map(id -> Map.of("mcp-session-id", id)).orElse(Map.of());
    return new Inbound(
        message, new Headers(headers, false), whose, new Endpoint.Federated(), connection);
  }

  private static void await(Deque<Thread> working) {
    long end = System.nanoTime() + GRACE.toNanos();
    try {
      for (Thread thread : working) {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<byte[]> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (next != '\r' && line.size() <= lineBytesMax) {
        line.write(next);
      }
      next = in.read();
    }
    return Optional.of(line.toByteArray());
  }
}
