package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.exchange.ReplySink;
import dev.gatehouse.gateway.mcp.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The way to a client by which all messages to it go, whatever exchange they belong to: its session
 * lasts as long as that. Thread-safe.
 */
final class ConnectionSink implements ReplySink {
  private static final Logger LOG = System.getLogger(ConnectionSink.class.getName());

  private final Consumer<String> out;
  private final Runnable hangUp;
  // As many as there are exchanges at work.
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private volatile Optional<String> session = Optional.empty();

  /**
   * For one client.
   *
   * @param out takes one message at a time, from any thread
   * @param hangUp ends the way
   */
  ConnectionSink(Consumer<String> out, Runnable hangUp) {
    this.out = out;
    this.hangUp = hangUp;
  }

  /** The session that the client opened last. */
  Optional<String> session() {
    return session;
  }

  /** There is one way, whatever the session. */
  @Override
  public void belongsTo(Session belonging) {}

  @Override
  public void reply(Recorded.Reply reply) {
    if (!reply.openedSession().isEmpty()) {
      session = Optional.of(reply.openedSession());
    }
    out.accept(reply.text());
  }

  @Override
  public void replies(List<Recorded.Reply> replies) {
    out.accept(Replies.array(replies));
  }

  @Override
  public boolean takesStream() {
    return true;
  }

  @Override
  public void notification(Recorded.Notification notification) {
    out.accept(notification.text());
  }

  @Override
  public void ask(Recorded.Question question) {
    out.accept(question.text());
  }

  @Override
  public void accepted(Recorded.Notification notification) {}

  @Override
  public void ended(Recorded.Ending ending) {}

  /**
   * There is no status to send. What keeps every call from being made ends the way, so that the
   * client does not wait in vain; the operator's log says why.
   */
  @Override
  public void rejected(Rejection rejection) {
    LOG.log(
        Level.WARNING, "event=rejected status=" + rejection.status() + " why=" + rejection.why());
    if (rejection.isFinal()) {
      hangUp.run();
    }
  }

  @Override
  public Waiting waiting(Runnable gone) {
    waiting.add(gone);
    return () -> waiting.remove(gone);
  }

  /** Says that the client has gone, which is seen where its messages come from. */
  void lost() {
    waiting.forEach(Runnable::run);
  }
}
