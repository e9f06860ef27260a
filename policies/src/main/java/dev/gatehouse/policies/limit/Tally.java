package dev.gatehouse.policies.limit;

import dev.gatehouse.policies.limit.MemoryLimitStore.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The arithmetic of counts, pure.
 *
 * <p>A bucket is one number: the instant at which it will be full again. A call moves it on by its
 * share of the time, and is one too many if that would lie more than the whole time ahead. Source:
 * the generic cell rate algorithm, ITU-T I.371 annex A.
 */
final class Tally {
  private Tally() {}

  /** What {@link Count} says, whoever it is charged to. */
  record Spent(long until, int used) {}

  /** What the count should say, where it lies further ahead than its limit ever would. */
  static Optional<Spent> settled(Limit.Counted limit, Count count, long now) {
    long latest =
        switch (limit) {
          case Limit.Rate rate -> now + rate.per().toNanos();
          case Limit.Daily daily -> endOfDay(daily, now);
          case Limit.Concurrent _ -> Long.MAX_VALUE;
        };
    return count.until() > latest ? Optional.of(new Spent(latest, count.used())) : Optional.empty();
  }

  /** How long a call has to wait, in nanoseconds; at most 0 if it may pass. */
  static long nanosToWait(Limit.Rate rate, Optional<Count> count, long now) {
    return ahead(count, now) + share(rate) - rate.per().toNanos();
  }

  /** The count with one more call. */
  static Spent with(Limit.Rate rate, Optional<Count> count, long now) {
    return new Spent(now + ahead(count, now) + share(rate), 0);
  }

  /** How long a call has to wait, in nanoseconds; 0 if it may pass. */
  static long nanosToWait(Limit.Daily daily, Optional<Count> count, long now) {
    return used(count, now) < daily.calls() ? 0 : endOfDay(daily, now) - now;
  }

  /** The count with one more call. */
  static Spent with(Limit.Daily daily, Optional<Count> count, long now) {
    return new Spent(endOfDay(daily, now), used(count, now) + 1);
  }

  static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  static Duration atLeastOneMilli(long nanos) {
    return Duration.ofMillis(Math.max(1, (nanos + 999_999) / 1_000_000));
  }

  /** How far ahead the bucket is full. */
  private static long ahead(Optional<Count> count, long now) {
    return Math.max(0, count.map(known -> known.until() - now).orElse(0L));
  }

  private static long share(Limit.Rate rate) {
    return Math.max(rate.per().toNanos() / rate.calls(), 1);
  }

  /** What was used of a day that is not over. */
  private static int used(Optional<Count> count, long now) {
    return count.filter(known -> known.until() > now).map(Count::used).orElse(0);
  }

  private static long endOfDay(Limit.Daily daily, long now) {
    Instant moment = Instant.ofEpochSecond(0, now);
    return nanos(daily.endOfDay(moment));
  }
}
