package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Small messages that nobody waits for: a request taken back, a session ended, a server's question
 * answered. Each has a thread of its own; what fails is forgotten. Thread-safe.
 */
final class Errands {
  private static final Logger LOG = System.getLogger(Errands.class.getName());
  // A server that provokes more than this at once is not worth more threads.
  private static final int AT_ONCE_MAX = 64;

  /** Something to be sent. */
  @FunctionalInterface
  interface Errand {
    void run() throws UpstreamException, InterruptedException;
  }

  private final Semaphore free = new Semaphore(AT_ONCE_MAX);
  private final Failures failures;

  Errands(Failures failures) {
    this.failures = failures;
  }

  /** Starts it, unless too many are under way. */
  void start(String what, Errand errand) {
    if (!free.tryAcquire()) {
      LOG.log(Level.DEBUG, "dropped={0} upstream={1} reason=too-many", what, failures.name());
      return;
    }
    Thread.ofVirtual().name("upstream-errand").start(() -> run(what, errand));
  }

  /** Waits until none is under way, but no longer than this. */
  void settle(Duration atMost) {
    try {
      if (free.tryAcquire(AT_ONCE_MAX, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        free.release(AT_ONCE_MAX);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String what, Errand errand) {
    try {
      errand.run();
    } catch (UpstreamException e) {
      LOG.log(
          Level.DEBUG, "failed={0} upstream={1} kind={2}", what, failures.name(), e.kind().name());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }
}
