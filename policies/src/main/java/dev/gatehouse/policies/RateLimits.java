package dev.gatehouse.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of each limit is used, in memory.
 *
 * <p>A bucket is one number: the instant at which it will be full again. A call moves it on by its
 * share of the time, and is one too many if that would lie more than the whole time ahead. A bucket
 * that is full by now needs no memory. Thread-safe. Source: the generic cell rate algorithm, ITU-T
 * I.371 annex A.
 */
final class RateLimits {
  /** About 30 MB; beyond it buckets that are full are dropped, and new ones count as used up. */
  static final int BUCKETS_MAX = 100_000;

  /** One principal cannot crowd out the others with ever new names of tools. */
  static final int BUCKETS_PER_PRINCIPAL_MAX = 1_000;

  /** Looking through all buckets takes about a millisecond. */
  private static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Map<Bucket, Long> fullAt = new HashMap<>();
  private final Map<String, Integer> bucketsOf = new HashMap<>();
  private long sweptAt = Long.MIN_VALUE / 2;

  RateLimits(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Of what a limit counts the calls.
   *
   * @param rule whose limit it is
   * @param target the tool, or the method of calls without a tool
   */
  record Bucket(String rule, String principal, String target) {}

  /** A limit that a call needs a share of. */
  record Need(Bucket bucket, Verb.Limit limit) {
    Rate rate() {
      return limit.rate();
    }
  }

  /** The limit that keeps a call, and when the call may pass it. */
  record Exceeded(Need need, Duration retryAfter) {}

  /** Takes a share of every limit, or of none and says which keeps the call longest. */
  synchronized Optional<Exceeded> take(List<Need> needs) {
    long now = nanos(clock.instant());
    Optional<Exceeded> longest = Optional.empty();
    for (Need need : needs) {
      long wait = nanosToWait(need, now);
      if (wait > 0 && longest.filter(e -> e.retryAfter().toNanos() >= wait).isEmpty()) {
        longest = Optional.of(new Exceeded(need, atLeastOneMilli(wait)));
      }
    }
    if (longest.isEmpty()) {
      needs.forEach(need -> use(need, now));
    }
    return longest;
  }

  private long nanosToWait(Need need, long now) {
    Rate rate = need.rate();
    Long full = fullAt.get(need.bucket());
    if (full == null) {
      return hasRoom(need.bucket().principal(), now) ? 0 : rate.per().toNanos();
    }
    long after = Math.max(ahead(full, now, rate), 0) + share(rate);
    return after - rate.per().toNanos();
  }

  private void use(Need need, long now) {
    Long full = fullAt.get(need.bucket());
    if (full == null) {
      bucketsOf.merge(need.bucket().principal(), 1, Integer::sum);
    }
    long ahead = full == null ? 0 : Math.max(ahead(full, now, need.rate()), 0);
    fullAt.put(need.bucket(), now + ahead + share(need.rate()));
  }

  /** How far ahead the bucket is full; never more than its time, should the clock be set back. */
  private static long ahead(long full, long now, Rate rate) {
    return Math.min(full - now, rate.per().toNanos());
  }

  private static long share(Rate rate) {
    return Math.max(rate.per().toNanos() / rate.calls(), 1);
  }

  private boolean hasRoom(String principal, long now) {
    boolean full =
        fullAt.size() >= BUCKETS_MAX
            || bucketsOf.getOrDefault(principal, 0) >= BUCKETS_PER_PRINCIPAL_MAX;
    // A clock that was set back sweeps too often rather than never.
    if (full && (now < sweptAt || now >= sweptAt + SWEEP_PAUSE.toNanos())) {
      sweep(now);
      return hasRoom(principal, now);
    }
    return !full;
  }

  private void sweep(long now) {
    sweptAt = now;
    fullAt.values().removeIf(full -> full <= now);
    bucketsOf.clear();
    fullAt.keySet().forEach(bucket -> bucketsOf.merge(bucket.principal(), 1, Integer::sum));
  }

  private static Duration atLeastOneMilli(long nanos) {
    return Duration.ofMillis(Math.max(1, (nanos + 999_999) / 1_000_000));
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
