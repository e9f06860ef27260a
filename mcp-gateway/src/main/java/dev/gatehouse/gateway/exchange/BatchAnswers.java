package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.audit.Recorded;
import dev.gatehouse.gateway.mcp.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects the answers to the messages of a batch. What comes before them goes out at once.
 * Thread-safe.
 */
final class BatchAnswers {
  private final ReplySink whole;
  private final List<Recorded.Reply> replies = new ArrayList<>();
  private Optional<Recorded.Notification> accepted = Optional.empty();
  private Optional<Recorded.Ending> ended = Optional.empty();
  private Optional<Rejection> rejected = Optional.empty();
  private Optional<ReplySink.Waiting> waiting = Optional.empty();
  private final List<Runnable> gones = new ArrayList<>();
  private int waiters;

  /**
   * For these to be sent to.
   *
   * @param whole the client's end
   */
  BatchAnswers(ReplySink whole) {
    this.whole = whole;
  }

  /** The client's end, as one message sees it. */
  ReplySink part() {
    return new Part();
  }

  /**
   * Sends what was collected: the replies, or where no message wants any, whether all were taken.
   */
  synchronized void send() {
    boolean isTrouble = rejected.filter(rejection -> rejection.status() >= 500).isPresent();
    if (!replies.isEmpty() && !isTrouble) {
      whole.replies(List.copyOf(replies));
    } else if (rejected.isPresent()) {
      whole.rejected(rejected.get());
    } else if (accepted.isPresent()) {
      whole.accepted(accepted.get());
    } else if (ended.isPresent()) {
      whole.ended(ended.get());
    } else {
      whole.rejected(Rejection.FAULT);
    }
  }

  private synchronized void beginWaiting(Runnable gone) {
    waiters++;
    gones.add(gone);
    if (waiters == 1) {
      waiting = Optional.of(whole.waiting(this::tellAll));
    }
  }

  private void tellAll() {
    List<Runnable> all;
    synchronized (this) {
      all = List.copyOf(gones);
    }
    all.forEach(Runnable::run);
  }

  private synchronized void endWaiting(Runnable gone) {
    waiters--;
    gones.remove(gone);
    if (waiters == 0) {
      waiting.ifPresent(ReplySink.Waiting::close);
    }
  }

  private final class Part implements ReplySink {
    /** The whole was told. */
    @Override
    public void belongsTo(Session session) {}

    @Override
    public void reply(Recorded.Reply reply) {
      synchronized (BatchAnswers.this) {
        replies.add(reply);
      }
    }

    @Override
    public void replies(List<Recorded.Reply> all) {
      synchronized (BatchAnswers.this) {
        replies.addAll(all);
      }
    }

    @Override
    public boolean takesStream() {
      return whole.takesStream();
    }

    @Override
    public void notification(Recorded.Notification notification) {
      whole.notification(notification);
    }

    @Override
    public void ask(Recorded.Question question) {
      whole.ask(question);
    }

    @Override
    public void accepted(Recorded.Notification notification) {
      synchronized (BatchAnswers.this) {
        accepted = Optional.of(notification);
      }
    }

    @Override
    public void ended(Recorded.Ending ending) {
      synchronized (BatchAnswers.this) {
        ended = Optional.of(ending);
      }
    }

    @Override
    public void rejected(Rejection rejection) {
      synchronized (BatchAnswers.this) {
        rejected = Optional.of(rejection);
      }
    }

    /** Clients of that era cancel in words: that one goes away stops nothing. */
    @Override
    public Waiting waiting(Runnable gone) {
      beginWaiting(gone);
      return () -> endWaiting(gone);
    }
  }
}
