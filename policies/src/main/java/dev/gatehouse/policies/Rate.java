package dev.gatehouse.policies;

import java.time.Duration;

/** So many calls in a time, as many of them at once as come. */
record Rate(int calls, Duration per) {
  Rate {
    if (calls < 1 || per.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("not a rate: " + calls + " in " + per);
    }
  }
}
