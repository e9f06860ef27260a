package dev.gatehouse.adapters;

import java.time.Duration;

/**
 * The instant at which a wait ends, whatever it waits for.
 *
 * @param nanoTime as {@link System#nanoTime()} counts
 */
public record Deadline(long nanoTime) {

  /** So long from now. */
  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** This, or so long from now where that is sooner. */
  public Deadline orAfter(Duration duration) {
    return remaining().compareTo(duration) <= 0 ? this : after(duration);
  }

  /** What is left; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether nothing is left. */
  public boolean hasPassed() {
    return remaining().isZero();
  }
}
