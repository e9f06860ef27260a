package dev.gatehouse.recordings;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a deadline, also on a thread that was interrupted. Confined to one thread.
 *
 * <p>An append cannot be called off half way: a cancelled exchange must still record how it ended,
 * and must know whether it did. {@link #close} restores the interruption.
 */
final class UninterruptedWait implements AutoCloseable {
  private final long deadline;
  private boolean interrupted = Thread.interrupted();

  UninterruptedWait(Duration atMost) {
    deadline = System.nanoTime() + atMost.toNanos();
  }

  /** Waits interruptibly for at most so many nanoseconds. */
  private interface Wait {
    boolean attempt(long nanos) throws InterruptedException;
  }

  private boolean until(Wait wait) {
    while (true) {
      try {
        return wait.attempt(deadline - System.nanoTime());
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  boolean acquire(Semaphore semaphore, int permits) {
    return until(nanos -> semaphore.tryAcquire(permits, nanos, TimeUnit.NANOSECONDS));
  }

  <T> boolean offer(BlockingQueue<T> queue, T item) {
    return until(nanos -> queue.offer(item, nanos, TimeUnit.NANOSECONDS));
  }

  boolean await(CountDownLatch latch) {
    return until(nanos -> latch.await(nanos, TimeUnit.NANOSECONDS));
  }

  boolean join(Thread thread) {
    return until(nanos -> thread.join(Duration.ofNanos(Math.max(0, nanos))));
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
