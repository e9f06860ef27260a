package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.exchange.Caller;
import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Inbound;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.mcp.Headers;
import dev.gatehouse.gateway.routing.Endpoint;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The transport of the revision 2024-11-05, for clients that know no other: everything that a
 * client is sent goes by one stream, and what it sends it posts to the address that the stream
 * begins with. Its session ends with the stream.
 *
 * <p>Guarantee: an address takes messages from nobody but the principal who opened the stream.
 *
 * <p>Source: MCP 2024-11-05 basic/transports, "HTTP with SSE". Thread-safe.
 */
final class SseFront implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SseFront.class.getName());

  /** The path of streams; what is posted goes to the same. */
  static final String PATH = "/sse";

  /** Names a stream in the query of what is posted. */
  static final String PARAMETER = "connection";

  private static final int ID_BYTES = 24;

  /** A client that sent nothing for so long has to connect again, by credentials of then. */
  private static final Duration IDLE_AT_MOST = Duration.ofHours(1);

  /** What comes with a message, beside it. */
  record Sender(Credentials credentials, Endpoint endpoint, Optional<String> userAgent) {}

  /** A client that is connected. */
  private static final class Connection {
    private final String id;
    private final String owner;
    private final SessionStreams streams;
    private final ConnectionSink sink;
    private final ListeningSink listener;
    private volatile long heardNanos = System.nanoTime();

    Connection(String id, String owner, SessionStreams streams) {
      this.id = id;
      this.owner = owner;
      this.streams = streams;
      this.sink = new ConnectionSink(streams::say, streams::close);
      this.listener = new ListeningSink(streams::say);
    }

    boolean isIdle() {
      return System.nanoTime() - heardNanos > IDLE_AT_MOST.toNanos();
    }
  }

  private final ExchangeHandler handler;
  private final StreamBounds bounds;
  private final Places places;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Connection> byId = new ConcurrentHashMap<>();

  /**
   * With these bounds.
   *
   * @param places of messages at work
   */
  SseFront(ExchangeHandler handler, StreamBounds bounds, Places places) {
    this.handler = handler;
    this.bounds = bounds;
    this.places = places;
  }

  /** Serves one client until it goes. */
  void get(Sender sender, String path, ServerResponse response) {
    switch (handler.caller(inbound(sender, new byte[0], "", Optional.empty()))) {
      case Caller.Rejected(Rejection rejection) -> reject(rejection, response);
      case Caller.Known(String owner) -> {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Connection connection =
            new Connection(
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                owner,
                SessionStreams.passing(bounds));
        byId.put(connection.id, connection);
        try {
          write(connection, path, response);
        } catch (IOException | UncheckedIOException | CloseConnectionException e) {
          LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        } finally {
          end(connection, sender);
        }
      }
    }
  }

  private static void write(Connection connection, String path, ServerResponse response)
      throws IOException, InterruptedException {
    EventResponse events = new EventResponse(response);
    SessionStreams streams = connection.streams;
    try (SessionStreams.Reading reading = streams.read(streams.open(EventStream.Kind.LISTENING))) {
      events.named("endpoint", path + "?" + PARAMETER + "=" + connection.id);
      boolean goesOn = true;
      while (goesOn && !connection.isIdle()) {
        switch (reading.next(HttpSink.HEARTBEAT)) {
          case SessionStreams.Next.Message(_, String json) -> events.message(json);
          case SessionStreams.Next.Quiet() -> events.beat();
          case SessionStreams.Next.Over() -> goesOn = false;
        }
      }
      events.close();
    }
  }

  private void end(Connection connection, Sender sender) {
    byId.remove(connection.id);
    connection.listener.stop();
    connection.sink.lost();
    connection.streams.close();
    connection
        .sink
        .session()
        .ifPresent(
            session -> {
              handler.endSession(
                  inbound(sender, new byte[0], connection.id, Optional.of(session)),
                  connection.sink);
              // Its credentials may have expired meanwhile.
              handler.forget(session);
            });
  }

  /** Takes a message of a client that is connected; what comes of it goes by its stream. */
  void post(Sender sender, byte[] body, String id, ServerResponse response) {
    Optional<Connection> found = Optional.ofNullable(byId.get(id));
    switch (handler.caller(inbound(sender, new byte[0], "", Optional.empty()))) {
      case Caller.Rejected(Rejection rejection) -> reject(rejection, response);
      case Caller.Known(String owner) -> {
        Semaphore place = places.of(body);
        if (found.isEmpty() || !found.get().owner.equals(owner)) {
          response.status(404).send();
        } else if (!place.tryAcquire()) {
          response.status(503).header(HeaderNames.RETRY_AFTER, "1").send();
        } else {
          take(found.get(), sender, body, place);
          response.status(202).send();
        }
      }
    }
  }

  /** Ends all streams. */
  @Override
  public void close() {
    byId.values().forEach(connection -> connection.streams.close());
  }

  private void take(Connection connection, Sender sender, byte[] body, Semaphore place) {
    connection.heardNanos = System.nanoTime();
    Inbound inbound = inbound(sender, body, connection.id, connection.sink.session());
    Thread work =
        Thread.ofVirtual()
            .name("exchange")
            .start(
                () -> {
                  try {
                    handler.handle(inbound, connection.sink);
                  } finally {
                    place.release();
                  }
                });
    if (Lines.opensSession(body)) {
      // What follows belongs to the session that this one opens.
      join(work);
    }
    if (Lines.saysInitialized(body) && connection.listener.begin()) {
      Thread.ofVirtual().name("listening").start(() -> listen(inbound, connection.listener));
    }
  }

  private void listen(Inbound inbound, ListeningSink listener) {
    try {
      handler.listen(inbound, listener);
    } finally {
      listener.over();
    }
  }

  private static void join(Thread work) {
    try {
      work.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Inbound inbound(
      Sender sender, byte[] body, String connection, Optional<String> session) {
    Map<String, String> headers = new HashMap<>();
    session.ifPresent(id -> headers.put("mcp-session-id", id));
    sender.userAgent().ifPresent(agent -> headers.put("user-agent", agent));
    return new Inbound(
        body, new Headers(headers, false), sender.credentials(), sender.endpoint(), connection);
  }

  private static void reject(Rejection rejection, ServerResponse response) {
    rejection.headers().forEach(response::header);
    response.status(rejection.status()).send();
  }
}
