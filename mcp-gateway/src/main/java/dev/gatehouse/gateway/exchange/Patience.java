package dev.gatehouse.gateway.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long an upstream is waited for where others are ready: long enough to start a command, but
 * only shortly once it has kept them waiting, until it is in time again. Thread-safe.
 */
final class Patience {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(2);

  // No more than there are upstreams.
  private final Set<String> late = ConcurrentHashMap.newKeySet();

  Duration with(String upstream) {
    return late.contains(upstream) ? SHORT : LONG;
  }

  /** Takes note of how it did. */
  void noted(String upstream, boolean wasInTime) {
    if (wasInTime) {
      late.remove(upstream);
    } else {
      late.add(upstream);
    }
  }
}
