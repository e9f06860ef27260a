package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.exchange.ReplySink;
import dev.gatehouse.gateway.mcp.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The output that all exchanges of one client share, a message a line. Thread-safe. */
final class StdioSink implements ReplySink {
  private static final Logger LOG = System.getLogger(StdioSink.class.getName());

  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<String> session = Optional.empty();

  StdioSink(OutputStream out) {
    this.out = out;
  }

  /** The session that the client opened last. */
  Optional<String> session() {
    return session;
  }

  /** What it is sent goes by no session. */
  @Override
  public void belongsTo(Session session) {}

  @Override
  public void reply(Recorded.Reply reply) {
    if (!reply.openedSession().isEmpty()) {
      session = Optional.of(reply.openedSession());
    }
    line(reply.text());
  }

  @Override
  public void notification(Recorded.Notification notification) {
    line(notification.text());
  }

  @Override
  public boolean ask(Recorded.Question question) {
    line(question.text());
    return true;
  }

  @Override
  public void accepted(Recorded.Notification notification) {}

  @Override
  public void ended(Recorded.Ending ending) {}

  /**
   * Streams have no status. What keeps every call from being made ends the output, so that the
   * client does not wait in vain; the operator's log says why.
   */
  @Override
  public void rejected(Rejection rejection) {
    LOG.log(
        Level.WARNING, "event=rejected status=" + rejection.status() + " why=" + rejection.why());
    if (rejection.isFinal()) {
      lock.lock();
      try {
        out.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public Waiting waiting(Runnable gone) {
    return () -> {};
  }

  private void line(String json) {
    // A line break in JSON is white space; here it ends a message.
    String line = json.replace('\n', ' ').replace('\r', ' ') + "\n";
    lock.lock();
    try {
      out.write(line.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=client-gone cause=" + e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
