package dev.gatehouse.policies.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** How much may pass. */
public sealed interface Limit {
  /** A limit that is counted from call to call. */
  sealed interface Counted extends Limit {
    /**
     * What a change of must start the count anew.
     *
     * <p>The number of a daily budget and of calls at one time is not in it: a new number applies
     * to what was counted so far.
     */
    String shape();
  }

  /** So many calls in a time, as many of them at once as come: a bucket that refills evenly. */
  record Rate(int calls, Duration per) implements Counted {
    public Rate {
      requirePositive(calls);
      if (per.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException("not a rate: " + calls + " in " + per);
      }
    }

    @Override
    public String shape() {
      return "rate " + calls + " " + per;
    }
  }

  /** So many calls at one time. */
  record Concurrent(int calls) implements Counted {
    /** Nobody knows when a call ends. A second is short for who waits, and few enough questions. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    public Concurrent {
      requirePositive(calls);
    }

    @Override
    public String shape() {
      return "concurrent";
    }
  }

  /** So many calls from one midnight to the next. */
  record Daily(int calls, ZoneId zone) implements Counted {
    public Daily {
      requirePositive(calls);
    }

    /**
     * When the day of this moment is over: the first moment of the next day, which is not always 24
     * hours after its own first, nor always midnight.
     */
    public Instant endOfDay(Instant moment) {
      return moment.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public String shape() {
      return "daily " + zone;
    }
  }

  /** A result of at most so many bytes. */
  record ResultSize(long bytesMax) implements Limit {
    public ResultSize {
      if (bytesMax < 1) {
        throw new IllegalArgumentException("not a size: " + bytesMax);
      }
    }
  }

  private static void requirePositive(int calls) {
    if (calls < 1) {
      throw new IllegalArgumentException("expected at least one call, found " + calls);
    }
  }
}
