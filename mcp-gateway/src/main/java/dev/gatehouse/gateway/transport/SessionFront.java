package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Found;
import dev.gatehouse.gateway.exchange.Inbound;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.mcp.Session;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The HTTP responses of clients with a session: to what they post, which goes on when they lose
 * their connection, and the streams by which they hear their server, or come back for what they
 * missed.
 *
 * <p>Source: MCP 2025-11-25 basic/transports, "Listening for Messages from the Server",
 * "Resumability and Redelivery". Thread-safe.
 */
final class SessionFront implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SessionFront.class.getName());

  /** Connections of one session that hear its server; a client needs one. */
  private static final int CONNECTIONS_MAX = 8;

  /** A stream gets another connection after this, so that its client is asked again who it is. */
  private static final Duration CONNECTION_AT_MOST = Duration.ofHours(1);

  private final ExchangeHandler handler;
  private final StreamsBySession streams;
  private final Duration silenceMax;

  SessionFront(ExchangeHandler handler, StreamBounds bounds, Duration silenceMax) {
    this.handler = handler;
    this.silenceMax = silenceMax;
    this.streams = new StreamsBySession(handler, bounds);
  }

  /**
   * Does what a message asks for, and answers; returns when the connection is done with, which may
   * be earlier.
   *
   * @param done what to do when the exchange has ended
   */
  void post(
      Inbound inbound,
      ServerResponse response,
      boolean takesStream,
      boolean takesJson,
      Runnable done) {
    SessionSink sink = new SessionSink(streams, takesStream, takesJson);
    Thread.ofVirtual()
        .name("exchange")
        .start(
            () -> {
              try {
                handler.handle(inbound, sink);
              } finally {
                sink.over();
                done.run();
              }
            });
    try {
      switch (sink.await()) {
        case SessionSink.Answer.Json json -> {
          response.status(json.status());
          if (!json.challenge().isEmpty()) {
            response.header(HeaderNames.WWW_AUTHENTICATE, json.challenge());
          }
          response.header(HeaderNames.CONTENT_TYPE, "application/json");
          response.send(json.text().getBytes(StandardCharsets.UTF_8));
        }
        case SessionSink.Answer.Bare bare -> {
          bare.headers().forEach(response::header);
          response.status(bare.status()).send();
        }
        case SessionSink.Answer.Stream stream -> write(stream, response);
      }
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
      sink.lost();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      sink.disconnected();
    }
  }

  private void write(SessionSink.Answer.Stream stream, ServerResponse response)
      throws IOException, InterruptedException {
    EventResponse events = new EventResponse(response);
    try (SessionStreams.Reading reading = stream.reading()) {
      if (stream.isPrimed()) {
        events.prime(reading.firstId());
      }
      Duration beat = HttpSink.HEARTBEAT;
      Duration quiet = silenceMax.compareTo(beat) < 0 ? silenceMax : beat;
      long heard = System.nanoTime();
      boolean goesOn = true;
      while (goesOn) {
        SessionStreams.Next next = reading.next(quiet);
        if (next instanceof SessionStreams.Next.Quiet) {
          boolean isSilent = System.nanoTime() - heard >= silenceMax.toNanos();
          // A client that was given an id to begin with comes back, and holds nothing meanwhile.
          goesOn = !(isSilent && stream.isPrimed()) && pass(next, events, stream.isResumable());
        } else {
          heard = System.nanoTime();
          goesOn = pass(next, events, stream.isResumable());
        }
      }
      events.close();
    }
  }

  /** The server's own messages for a session, or the rest of a stream that its client lost. */
  void get(Inbound inbound, Optional<String> lastEventId, ServerResponse response) {
    switch (handler.find(inbound)) {
      case Found.Rejected(Rejection rejection) -> {
        rejection.headers().forEach(response::header);
        response.status(rejection.status()).send();
      }
      case Found.Open(Session session, Duration left) -> {
        SessionStreams own = streams.of(session);
        Optional<SessionStreams.Reading> reading = lastEventId.flatMap(own::resume);
        if (reading.isPresent()) {
          hear(session, left, inbound, reading.get(), false, response);
        } else if (lastEventId.isPresent() && !isOfListening(lastEventId.get())) {
          // Whoever waits for a reply that is not kept any more should not wait for ever.
          response.status(400).send();
        } else if (own.connections() >= CONNECTIONS_MAX) {
          response.status(429).header(HeaderNames.RETRY_AFTER, "1").send();
        } else {
          EventStream stream = own.open(EventStream.Kind.LISTENING);
          hear(session, left, inbound, own.read(stream), true, response);
        }
      }
    }
  }

  /** What the server said meanwhile cannot be had; what it will say can. */
  private static boolean isOfListening(String eventId) {
    return eventId.startsWith(String.valueOf(EventStream.Kind.LISTENING.letter()));
  }

  private void hear(
      Session session,
      Duration left,
      Inbound inbound,
      SessionStreams.Reading reading,
      boolean isNew,
      ServerResponse response) {
    EventResponse events = new EventResponse(response);
    Duration atMost = left.compareTo(CONNECTION_AT_MOST) < 0 ? left : CONNECTION_AT_MOST;
    long end = System.nanoTime() + atMost.toNanos();
    try (reading) {
      if (isNew && SessionSink.isPrimed(session)) {
        events.prime(reading.firstId());
      } else {
        events.beat();
      }
      boolean goesOn = true;
      while (goesOn && System.nanoTime() < end) {
        if (reading.isListening()) {
          // Begun again where upstreams ended it.
          streams.listen(session, inbound);
        }
        goesOn = pass(reading.next(HttpSink.HEARTBEAT), events, true) && handler.keeps(session);
      }
      events.close();
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean pass(SessionStreams.Next next, EventResponse events, boolean isResumable)
      throws IOException {
    switch (next) {
      case SessionStreams.Next.Message(String id, String json) when isResumable ->
          events.message(id, json);
      case SessionStreams.Next.Message(_, String json) -> events.message(json);
      case SessionStreams.Next.Quiet() -> events.beat();
      case SessionStreams.Next.Over() -> {
        return false;
      }
    }
    return true;
  }

  /** Ends the streams of sessions that have ended. */
  void sweep() {
    streams.sweep();
  }

  /** Ends the streams that go on until somebody ends them. */
  void endListening() {
    streams.endListening();
  }

  @Override
  public void close() {
    streams.close();
  }
}
