package dev.gatehouse.conformance.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How one target did with so many clients, each of which waits for its reply before it asks again.
 *
 * @param p50 half of the calls took at most this
 * @param p99 ninety-nine in a hundred took at most this
 * @param callsPerSecond of all clients together
 */
record Measurement(Duration p50, Duration p99, double callsPerSecond) {
  private static final int SAMPLES_PER_CLIENT_MAX = 1 << 20;

  /** Measures, after a while of the same load that does not count. */
  static Measurement of(URI target, String tool, int clients, Duration warmUp, Duration time)
      throws InterruptedException {
    byte[] request = Connection.call(target, tool);
    long begin = System.nanoTime() + warmUp.toNanos();
    long end = begin + time.toNanos();
    List<long[]> samples = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread client =
          Thread.ofVirtual()
              .uncaughtExceptionHandler(
                  (thread, failure) -> {
                    synchronized (failures) {
                      failures.add(failure);
                    }
                  })
              .start(
                  () -> {
                    long[] own = client(target, request, begin, end);
                    synchronized (samples) {
                      samples.add(own);
                    }
                  });
      threads.add(client);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a client failed at " + target, failures.getFirst());
    }
    long[] sorted = samples.stream().flatMapToLong(LongStream::of).sorted().toArray();
    return new Measurement(
        at(sorted, 0.50), at(sorted, 0.99), sorted.length / (time.toNanos() / 1e9));
  }

  private static long[] client(URI target, byte[] request, long begin, long end) {
    long[] own = new long[1024];
    int count = 0;
    try (Connection connection = new Connection(target, request)) {
      for (long now = System.nanoTime(); now < end && count < SAMPLES_PER_CLIENT_MAX; ) {
        connection.exchange();
        long then = System.nanoTime();
        if (now >= begin && then <= end) {
          if (count == own.length) {
            own = Arrays.copyOf(own, count * 2);
          }
          own[count++] = then - now;
        }
        now = then;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("calling " + target, e);
    }
    return Arrays.copyOf(own, count);
  }

  private static Duration at(long[] sorted, double share) {
    return Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1, sorted.length * share)]);
  }
}
