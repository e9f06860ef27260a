package dev.gatehouse.gateway.approval;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.approval.Watches.Seen;
import java.lang.System.Logger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees what other gateways do to approvals that are waited for here: asks for the versions of all
 * of them at once, and reads those that changed, once for all their waiters. A thread of its own,
 * as long as anybody waits. Thread-safe.
 */
final class Polling implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Polling.class.getName());
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** Of ids in one question. */
  private static final int EACH = 500;

  private final ApprovalTable table;
  private final ApprovalStore store;
  private final Watches watches;

  /** Guarded by this object's lock. */
  private Optional<Thread> thread = Optional.empty();

  private boolean isClosed;

  Polling(ApprovalTable table, ApprovalStore store, Watches watches) {
    this.table = table;
    this.store = store;
    this.watches = watches;
  }

  /** Hears that somebody waits. */
  synchronized void wanted() {
    if (thread.isEmpty() && !isClosed) {
      thread = Optional.of(Thread.ofVirtual().name("approvals-polling").start(this::run));
    }
  }

  private void run() {
    try {
      while (!isDone()) {
        Thread.sleep(INTERVAL);
        look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isDone() {
    if (watches.isIdle() || isClosed) {
      thread = Optional.empty();
      return true;
    }
    return false;
  }

  private void look() {
    try {
      List<Seen> all = watches.seen();
      for (int start = 0; start < all.size(); start += EACH) {
        List<Seen> some = all.subList(start, Math.min(all.size(), start + EACH));
        Map<String, Long> versions = table.versions(some.stream().map(Seen::id).toList());
        for (Seen seen : some) {
          if (versions.getOrDefault(seen.id(), 0L) > seen.version()) {
            store.find(seen.id()).ifPresent(it -> watches.saw(it.approval()));
          }
        }
      }
    } catch (SQLException | RuntimeException e) {
      LOG.log(WARNING, "event=approvals-unseen cause=" + Telling.cause(e));
    }
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    thread.ifPresent(Thread::interrupt);
  }
}
