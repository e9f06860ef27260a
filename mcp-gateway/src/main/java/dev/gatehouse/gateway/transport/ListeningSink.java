package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.exchange.ReplySink;
import dev.gatehouse.gateway.mcp.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes what a session's server says outside calls, for whoever brings it to the client. Listens
 * once at a time; thread-safe.
 */
final class ListeningSink implements ReplySink {
  private static final Logger LOG = System.getLogger(ListeningSink.class.getName());

  private final Consumer<String> say;
  private boolean isBusy;
  private boolean isStopped;
  private Optional<Runnable> gone = Optional.empty();

  /**
   * For one client.
   *
   * @param say takes one message at a time
   */
  ListeningSink(Consumer<String> say) {
    this.say = say;
  }

  /** Whether nobody listens yet: the caller begins to. */
  synchronized boolean begin() {
    if (isBusy) {
      return false;
    }
    isBusy = true;
    isStopped = false;
    return true;
  }

  synchronized boolean isBusy() {
    return isBusy;
  }

  synchronized void over() {
    isBusy = false;
    gone = Optional.empty();
  }

  /** Says that nobody hears any more. */
  void stop() {
    Optional<Runnable> told;
    synchronized (this) {
      isStopped = true;
      told = gone;
      gone = Optional.empty();
    }
    told.ifPresent(Runnable::run);
  }

  @Override
  public Waiting waiting(Runnable whenGone) {
    boolean isLate;
    synchronized (this) {
      isLate = isStopped;
      gone = isLate ? Optional.empty() : Optional.of(whenGone);
    }
    if (isLate) {
      whenGone.run();
    }
    return () -> {};
  }

  @Override
  public boolean takesStream() {
    return true;
  }

  @Override
  public void notification(Recorded.Notification notification) {
    say.accept(notification.text());
  }

  @Override
  public void ask(Recorded.Question question) {
    say.accept(question.text());
  }

  /** Known already. */
  @Override
  public void belongsTo(Session session) {}

  /** No request of the client's asked for it. */
  @Override
  public void reply(Recorded.Reply reply) {}

  @Override
  public void replies(List<Recorded.Reply> replies) {}

  @Override
  public void accepted(Recorded.Notification notification) {}

  @Override
  public void ended(Recorded.Ending ending) {}

  @Override
  public void rejected(Rejection rejection) {
    LOG.log(
        Level.DEBUG,
        "event=not-listening status=" + rejection.status() + " why=" + rejection.why());
  }
}
