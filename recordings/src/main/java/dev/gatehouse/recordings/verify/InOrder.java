package dev.gatehouse.recordings.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Computes numbered results on as many threads as there are processors, and hands them out in their
 * order on the caller's. Used once.
 *
 * <p>Guarantee: at most a few results wait for their turn; when the caller is done or throws, all
 * threads have ended.
 */
final class InOrder<T> {
  /** Fewer than this are computed by the caller: a thread takes longer to start. */
  private static final int WORTH_THREADS = 4;

  private static final int WAITING_MAX = 3;

  /** Computes one result. Confined to one thread, and may keep buffers from one to the next. */
  @FunctionalInterface
  interface Step<T> {
    T compute(long number);
  }

  /** Takes one result. */
  @FunctionalInterface
  interface Taker<T> {
    void take(T result) throws FaultException;
  }

  private sealed interface Outcome<T> {}

  private record Computed<T>(T result) implements Outcome<T> {}

  private record Broken<T>(Throwable cause) implements Outcome<T> {}

  private final List<BlockingQueue<Outcome<T>>> queues = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private InOrder() {}

  /** Computes and takes the results 0 to {@code count} - 1; each thread has a step of its own. */
  static <T> void run(long count, Supplier<Step<T>> steps, Taker<T> taker) throws FaultException {
    if (count < WORTH_THREADS) {
      Step<T> step = steps.get();
      for (long number = 0; number < count; number++) {
        taker.take(step.compute(number));
      }
      return;
    }
    InOrder<T> run = new InOrder<>();
    try {
      run.start(count, Math.max(1, Runtime.getRuntime().availableProcessors()), steps);
      for (long number = 0; number < count; number++) {
        taker.take(run.next(number));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw FaultException.in("everything", "interrupted", "time to verify it");
    } finally {
      run.stop();
    }
  }

  private void start(long count, int width, Supplier<Step<T>> steps) {
    for (int first = 0; first < width; first++) {
      BlockingQueue<Outcome<T>> queue = new ArrayBlockingQueue<>(WAITING_MAX);
      queues.add(queue);
      int offset = first;
      Step<T> step = steps.get();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name("verify-" + first)
              .unstarted(() -> compute(offset, width, count, step, queue));
      threads.add(thread);
      thread.start();
    }
  }

  private static <T> void compute(
      int first, int width, long count, Step<T> step, BlockingQueue<Outcome<T>> queue) {
    try {
      try {
        for (long number = first; number < count; number += width) {
          queue.put(new Computed<>(step.compute(number)));
        }
      } catch (RuntimeException | Error e) {
        // The caller's to throw: here nobody would see it.
        queue.put(new Broken<>(e));
      }
    } catch (InterruptedException e) {
      // The caller has seen enough.
      Thread.currentThread().interrupt();
    }
  }

  private T next(long number) throws InterruptedException {
    return switch (queues.get((int) (number % queues.size())).take()) {
      case Computed<T>(T result) -> result;
      case Broken<T>(Throwable cause) ->
          throw new IllegalStateException("cannot compute block " + number, cause);
    };
  }

  private void stop() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
