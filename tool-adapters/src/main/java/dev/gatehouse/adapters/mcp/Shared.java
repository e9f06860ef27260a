package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that is made by the first who needs it, while the others wait, and then used by all:
 * the era of a server, a session, a running process.
 *
 * <p>Guarantee: at most one is being made at a time, and no lock is held meanwhile. Those who
 * waited share a failure; where the maker was cancelled or ran out of its own time, one of them
 * tries again. Thread-safe.
 */
final class Shared<T> {

  /** Makes it. */
  @FunctionalInterface
  interface Maker<T> {
    T make() throws UpstreamException, InterruptedException;
  }

  private static final class Attempt {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable UpstreamException failure;
  }

  private final Object lock = new Object();
  private @Nullable T made;
  private @Nullable Attempt running;

  /**
   * What was made, or is made now.
   *
   * @throws UpstreamException where making it failed, or took another caller too long
   */
  T get(Deadline deadline, Failures failures, Maker<T> maker)
      throws UpstreamException, InterruptedException {
    while (true) {
      Attempt mine = new Attempt();
      Attempt other;
      synchronized (lock) {
        if (made != null) {
          return made;
        }
        other = running;
        if (other == null) {
          running = mine;
        }
      }
      if (other == null) {
        return make(mine, maker);
      }
      if (!other.over.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw failures.unreachable("was not ready in time");
      }
      UpstreamException failure = other.failure;
      if (failure != null) {
        throw new UpstreamException(failure.kind(), failure.problem(), failure);
      }
    }
  }

  /** What was made, where it was. */
  Optional<T> now() {
    synchronized (lock) {
      return Optional.ofNullable(made);
    }
  }

  /** Makes the next caller make another, unless that has happened already. */
  void forget(T stale) {
    synchronized (lock) {
      if (stale.equals(made)) {
        made = null;
      }
    }
  }

  private T make(Attempt attempt, Maker<T> maker) throws UpstreamException, InterruptedException {
    @Nullable T result = null;
    try {
      result = maker.make();
      return result;
    } catch (UpstreamException e) {
      // Its maker's time may have been shorter than that of those who wait.
      if (e.kind() != UpstreamException.Kind.TIMED_OUT) {
        attempt.failure = e;
      }
      throw e;
    } finally {
      synchronized (lock) {
        made = result;
        running = null;
      }
      attempt.over.countDown();
    }
  }
}
