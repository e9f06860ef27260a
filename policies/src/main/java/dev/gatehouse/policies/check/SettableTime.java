package dev.gatehouse.policies.check;

import java.time.Instant;
import java.time.InstantSource;

/** The time of a test, which stands still until it is set. Confined to one thread. */
final class SettableTime implements InstantSource {
  private Instant now;

  SettableTime(Instant now) {
    this.now = now;
  }

  void set(Instant moment) {
    now = moment;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
