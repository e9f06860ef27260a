package dev.gatehouse.recordings.anchor;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * By whom a log is anchored, and how often.
 *
 * <p>Units and ranges: {@code witnessEvery} is between 100 ms and one day, {@code stampEvery}
 * between one second and 30 days; both only while the log grows.
 *
 * @param authorities where RFC 3161 requests go; the first that answers stamps
 */
public record Anchoring(
    List<WitnessAddress> witnesses,
    Duration witnessEvery,
    List<URI> authorities,
    Duration stampEvery) {

  /** Half of the ten seconds within which a fork is to be found. */
  public static final Duration WITNESS_EVERY = Duration.ofSeconds(5);

  /** What authorities that ask nothing for it put up with. */
  public static final Duration STAMP_EVERY = Duration.ofHours(1);

  public Anchoring {
    witnesses = List.copyOf(witnesses);
    authorities = List.copyOf(authorities);
    require("witnessEvery", witnessEvery, Duration.ofMillis(100), Duration.ofDays(1));
    require("stampEvery", stampEvery, Duration.ofSeconds(1), Duration.ofDays(30));
  }

  private static void require(String what, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          what + " is " + value + ", expected " + min + " to " + max);
    }
  }

  /** By nobody. */
  public static Anchoring none() {
    return new Anchoring(List.of(), WITNESS_EVERY, List.of(), STAMP_EVERY);
  }
}
