package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.exchange.Rejection;
import dev.gatehouse.gateway.exchange.ReplySink;
import dev.gatehouse.gateway.mcp.Revisions;
import dev.gatehouse.gateway.mcp.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The client's end of one exchange of a session, which may outlive the connection that it began on:
 * what is sent waits in a stream of the session, and whoever holds the connection takes it from
 * there.
 *
 * <p>A JSON object if the reply is all there is; a stream as soon as something comes before it, and
 * where its revision lets a client come back for the reply, as soon as upstreams are asked.
 * Thread-safe.
 */
final class SessionSink implements ReplySink {
  private static final Logger LOG = System.getLogger(SessionSink.class.getName());

  /** How the exchange answers. */
  sealed interface Answer {
    /**
     * With JSON and nothing else.
     *
     * @param challenge what the client should bring next time; empty where that is nothing
     */
    record Json(int status, String challenge, String text) implements Answer {}

    /** With a status alone. */
    record Bare(int status, Map<String, String> headers) implements Answer {}

    /**
     * With a stream.
     *
     * @param isResumable whether the client may name its events
     * @param isPrimed whether it is given an id to begin with
     */
    record Stream(SessionStreams.Reading reading, boolean isResumable, boolean isPrimed)
        implements Answer {}
  }

  private final boolean takesStream;
  private final boolean takesJson;
  private final StreamsBySession all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Session> session = Optional.empty();
  private Optional<SessionStreams> streams = Optional.empty();
  private Optional<EventStream> stream = Optional.empty();
  private Optional<Answer> answer = Optional.empty();
  private Optional<Runnable> gone = Optional.empty();

  SessionSink(StreamsBySession all, boolean takesStream, boolean takesJson) {
    this.all = all;
    this.takesStream = takesStream;
    this.takesJson = takesJson;
  }

  @Override
  public void belongsTo(Session belonging) {
    lock.lock();
    try {
      session = Optional.of(belonging);
      streams = Optional.of(all.of(belonging));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reply(Recorded.Reply reply) {
    answer(new Answer.Json(reply.status(), reply.challenge(), reply.text()), List.of(reply));
  }

  @Override
  public void replies(List<Recorded.Reply> replies) {
    answer(new Answer.Json(200, "", Replies.array(replies)), replies);
  }

  /** With one text, or by events where a stream is open. */
  private void answer(Answer.Json json, List<Recorded.Reply> replies) {
    Optional<EventStream> open;
    lock.lock();
    try {
      if (stream.isEmpty() && (takesJson || json.status() != 200)) {
        answer = Optional.of(json);
        changed.signalAll();
      } else {
        open();
      }
      open = stream;
    } finally {
      lock.unlock();
    }
    open.ifPresent(found -> replies.forEach(reply -> home().send(found, reply.text())));
    open.ifPresent(found -> home().end(found));
  }

  @Override
  public boolean takesStream() {
    return takesStream;
  }

  @Override
  public void notification(Recorded.Notification notification) {
    home().send(opened(), notification.text());
  }

  @Override
  public void ask(Recorded.Question question) {
    home().send(opened(), question.text());
  }

  @Override
  public void accepted(Recorded.Notification notification) {
    end(202, Map.of());
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
  public Waiting waiting(Runnable whenGone) {
    lock.lock();
    try {
      gone = Optional.of(whenGone);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return this::waited;
  }

  private void waited() {
    lock.lock();
    try {
      gone = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Says that the client's connection is lost. */
  void lost() {
    Optional<Runnable> told;
    lock.lock();
    try {
      told = gone;
      gone = Optional.empty();
    } finally {
      lock.unlock();
    }
    told.ifPresent(Runnable::run);
  }

  /** Says that the connection is done with: what belongs to no session ends with it. */
  void disconnected() {
    Optional<SessionStreams> passing;
    lock.lock();
    try {
      passing = session.isEmpty() ? streams : Optional.empty();
    } finally {
      lock.unlock();
    }
    passing.ifPresent(SessionStreams::close);
  }

  /** Says that nothing comes any more; what was not answered by now is a fault. */
  void over() {
    end(500, Map.of());
  }

  /**
   * Waits until it is known how the exchange answers. It always ends: by an answer, or because its
   * client could come back for the reply to what upstreams are asked, or they take their time.
   */
  Answer await() throws InterruptedException {
    lock.lock();
    try {
      long begun = System.nanoTime();
      while (answer.isEmpty()) {
        long patience = isPrimed() ? 0 : HttpSink.HEARTBEAT.toNanos();
        if (gone.isEmpty() || !takesStream) {
          changed.awaitNanos(HttpSink.HEARTBEAT.toNanos());
          begun = System.nanoTime();
        } else if (System.nanoTime() - begun >= patience) {
          open();
        } else {
          changed.awaitNanos(patience - (System.nanoTime() - begun));
        }
      }
      return answer.get();
    } finally {
      lock.unlock();
    }
  }

  private boolean isPrimed() {
    return session.filter(SessionSink::isPrimed).isPresent();
  }

  /** Whether the session's revision knows events without a message; older clients choke on them. */
  static boolean isPrimed(Session session) {
    return session.metadata().protocolVersion().equals(Revisions.LEGACY.getFirst());
  }

  private void end(int status, Map<String, String> headers) {
    lock.lock();
    try {
      // Too late for a status where a stream is open: that it ends without a reply says it.
      stream.ifPresent(open -> home().end(open));
      if (answer.isEmpty()) {
        answer = Optional.of(new Answer.Bare(status, headers));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private EventStream opened() {
    lock.lock();
    try {
      return open();
    } finally {
      lock.unlock();
    }
  }

  private EventStream open() {
    if (stream.isEmpty()) {
      EventStream begun = home().open(EventStream.Kind.CALL);
      stream = Optional.of(begun);
      answer = Optional.of(new Answer.Stream(home().read(begun), session.isPresent(), isPrimed()));
      changed.signalAll();
    }
    return stream.get();
  }

  private SessionStreams home() {
    lock.lock();
    try {
      if (streams.isEmpty()) {
        streams = Optional.of(all.passing());
      }
      return streams.get();
    } finally {
      lock.unlock();
    }
  }
}
