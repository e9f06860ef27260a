package dev.gatehouse.gateway.limits;

import java.time.Duration;

/** When an answer is too late. Immutable. */
record Deadline(long nanoTime) {
  static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** What is left; 0 if nothing is. */
  long millisLeft() {
    return Math.max(0, (nanoTime - System.nanoTime()) / 1_000_000);
  }
}
