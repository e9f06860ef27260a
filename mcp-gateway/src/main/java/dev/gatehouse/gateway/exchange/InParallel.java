package dev.gatehouse.gateway.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Asks several upstreams at once, so that the slowest alone decides how long it takes. */
final class InParallel {
  private InParallel() {}

  /** Something to do for one of them that blocks. */
  @FunctionalInterface
  interface Task<T, R> {
    Optional<R> of(T input) throws InterruptedException;
  }

  /**
   * The results in the order of the inputs, each on a virtual thread of its own.
   *
   * @param atMost what is not there by then is left out, and its thread interrupted
   */
  static <T, R> List<Optional<R>> map(
      List<T> inputs, Task<T, R> task, Function<T, Duration> atMost) {
    List<AtomicReference<Optional<R>>> results = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (T input : inputs) {
      AtomicReference<Optional<R>> result = new AtomicReference<>(Optional.empty());
      results.add(result);
      threads.add(Thread.startVirtualThread(() -> run(task, input, result)));
    }
    long began = System.nanoTime();
    try {
      for (int i = 0; i < threads.size(); i++) {
        long end = began + atMost.apply(inputs.get(i)).toNanos();
        if (!threads.get(i).join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
          threads.get(i).interrupt();
        }
      }
    } catch (InterruptedException _) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
    return results.stream().map(AtomicReference::get).toList();
  }

  private static <T, R> void run(Task<T, R> task, T input, AtomicReference<Optional<R>> result) {
    try {
      result.set(task.of(input));
    } catch (InterruptedException _) {
      // Left out: the result stays empty.
      Thread.currentThread().interrupt();
    }
  }
}
