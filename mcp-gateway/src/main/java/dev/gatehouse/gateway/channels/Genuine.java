package dev.gatehouse.gateway.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** What a check of a signature came to. */
enum Genuine {
  /** By who knows the secret, and for now. */
  GENUINE,
  /** Not by who knows the secret. */
  FORGED,
  /** By who knows the secret, but for another time. */
  LATE,
  /** It is not signed at all, or not in that form. */
  MALFORMED;

  static Genuine inTime(Instant at, Instant now, Duration window) {
    boolean isNear = Duration.between(at, now).abs().compareTo(window) <= 0;
    return isNear ? GENUINE : LATE;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
