package dev.gatehouse.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when a test moves it. Confined to one thread. */
public final class SettableClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");

  /** Moves it to this moment. */
  public void set(Instant moment) {
    now = moment;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves it on by this time. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
