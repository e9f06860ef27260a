package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.exchange.ReplySink;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One HTTP response: a JSON object if the reply is all there is, an event stream as soon as
 * something comes before it.
 *
 * <p>While an upstream works for long, the stream is opened and kept alive with comments, which is
 * also the only way to learn that the client has gone. Thread-safe.
 */
final class HttpSink implements ReplySink {
  private static final Logger LOG = System.getLogger(HttpSink.class.getName());
  static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final ServerResponse response;
  private final EventResponse events;
  private final boolean takesStream;
  private final boolean takesJson;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean isGone;

  /**
   * For a client that accepts these.
   *
   * @param takesStream {@code text/event-stream}
   * @param takesJson {@code application/json}
   */
  HttpSink(ServerResponse response, boolean takesStream, boolean takesJson) {
    this.response = response;
    this.events = new EventResponse(response);
    this.takesStream = takesStream;
    this.takesJson = takesJson;
  }

  /** What it is sent goes by no session. */
  @Override
  public void belongsTo(Session session) {}

  @Override
  public void reply(Recorded.Reply reply) {
    locked(
        () -> {
          if (!reply.openedSession().isEmpty()) {
            response.header("Mcp-Session-Id", reply.openedSession());
          }
          if (!events.isOpen() && (takesJson || reply.status() != 200)) {
            response.status(reply.status());
            if (!reply.challenge().isEmpty()) {
              response.header(HeaderNames.WWW_AUTHENTICATE, reply.challenge());
            }
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(reply.text().getBytes(StandardCharsets.UTF_8));
          } else {
            events.message(reply.text());
            events.close();
          }
        });
  }

  /**
   * Batches belong to sessions, which answer by other sinks; where one came here it is answered.
   */
  @Override
  public void replies(List<Recorded.Reply> replies) {
    locked(
        () -> {
          response.header(HeaderNames.CONTENT_TYPE, "application/json");
          response.send(Replies.array(replies).getBytes(StandardCharsets.UTF_8));
        });
  }

  @Override
  public boolean takesStream() {
    return takesStream;
  }

  @Override
  public void notification(Recorded.Notification notification) {
    locked(() -> events.message(notification.text()));
  }

  @Override
  public void ask(Recorded.Question question) {
    locked(() -> events.message(question.text()));
  }

  @Override
  public void accepted(Recorded.Notification notification) {
    locked(() -> response.status(202).send());
  }

  @Override
  public void ended(Recorded.Ending ending) {
    end(202, Map.of());
  }

  @Override
  public void rejected(Rejection rejection) {
    LOG.log(Level.DEBUG, "event=rejected status=" + rejection.status() + " why=" + rejection.why());
    end(rejection.status(), rejection.headers());
  }

  @Override
  public Waiting waiting(Runnable gone) {
    if (!takesStream) {
      return () -> {};
    }
    Thread heart = Thread.ofVirtual().name("heartbeat").start(() -> beat(gone));
    return heart::interrupt;
  }

  private void beat(Runnable gone) {
    try {
      while (true) {
        Thread.sleep(HEARTBEAT);
        locked(events::beat);
        if (hasGone()) {
          gone.run();
          return;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(int status, Map<String, String> headers) {
    locked(
        () -> {
          if (events.isOpen()) {
            // Too late for a status: that the stream ends without a reply says it.
            events.close();
          } else if (!response.isSent()) {
            headers.forEach(response::header);
            response.status(status).send();
          }
        });
  }

  /** Something that writes to the client, who may have gone. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void locked(Writing writing) {
    lock.lock();
    try {
      if (!isGone) {
        writing.run();
      }
    } catch (IOException | UncheckedIOException | CloseConnectionException e) {
      isGone = true;
      LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private boolean hasGone() {
    lock.lock();
    try {
      return isGone;
    } finally {
      lock.unlock();
    }
  }
}
