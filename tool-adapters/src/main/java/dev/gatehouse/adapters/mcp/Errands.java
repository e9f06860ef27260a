package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Small messages that nobody waits for: a request taken back, a session ended, a server's question
 * answered. Each has a thread of its own, and waits for one where too many are under way; what
 * fails is forgotten. Thread-safe.
 */
final class Errands {
  private static final Logger LOG = System.getLogger(Errands.class.getName());
  // A server that provokes more than this at once is not worth more threads.
  private static final int AT_ONCE_MAX = 64;
  // A crowd of clients that leaves together; a server that provokes more is not worth the memory.
  private static final int WAITING_MAX = 4_096;
  // Each says that something has ended of which a server keeps fewer at one time.
  private static final int ENDS_WAITING_MAX = 100_000;

  /** Something to be sent. */
  @FunctionalInterface
  interface Errand {
    void run() throws UpstreamException, InterruptedException;
  }

  private record Named(String what, Errand errand) {}

  private final Failures failures;
  private final Deque<Named> waiting = new ArrayDeque<>();
  private int underWay;

  Errands(Failures failures) {
    this.failures = failures;
  }

  /** Starts it as soon as there is a thread for it, unless too many wait for one. */
  void start(String what, Errand errand) {
    start(new Named(what, errand), WAITING_MAX);
  }

  /** The same for what says that something has ended, which the server would keep for ever. */
  void startEnd(String what, Errand errand) {
    start(new Named(what, errand), ENDS_WAITING_MAX);
  }

  /** Waits until none is under way, but no longer than this. */
  void settle(Duration atMost) {
    Deadline deadline = Deadline.after(atMost);
    synchronized (waiting) {
      try {
        while (underWay > 0 && !deadline.hasPassed()) {
          waiting.wait(Math.max(1, deadline.remaining().toMillis()));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void start(Named errand, int waitingMax) {
    synchronized (waiting) {
      if (underWay < AT_ONCE_MAX) {
        underWay++;
        start(errand);
      } else if (waiting.size() < waitingMax) {
        waiting.add(errand);
      } else {
        LOG.log(
            Level.DEBUG,
            "dropped={0} upstream={1} reason=too-many",
            errand.what(),
            failures.name());
      }
    }
  }

  private void start(Named errand) {
    Thread.ofVirtual().name("upstream-errand").start(() -> run(errand));
  }

  private void run(Named errand) {
    try {
      errand.errand().run();
    } catch (UpstreamException e) {
      LOG.log(
          Level.DEBUG,
          "failed={0} upstream={1} kind={2}",
          errand.what(),
          failures.name(),
          e.kind().name());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      next();
    }
  }

  private void next() {
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        underWay--;
        waiting.notifyAll();
      } else {
        start(waiting.remove());
      }
    }
  }
}
