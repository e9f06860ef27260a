package dev.gatehouse.gateway.audit;

import dev.gatehouse.recordings.Ulid;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Names exchanges, by {@linkplain Ulid ids} that sort by time. Thread-safe. */
public final class ExchangeIds {
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Timed by this clock. */
  public ExchangeIds(InstantSource clock) {
    this.clock = clock;
  }

  /** A name that was not given before. */
  public String next() {
    return Ulid.next(clock.instant(), random);
  }
}
