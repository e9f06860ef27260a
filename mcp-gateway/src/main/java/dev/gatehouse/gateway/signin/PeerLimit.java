package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often each address may do something that costs us, within a time. Behind a proxy all share
 * its address, so the limits are such that a company does not meet them. Thread-safe.
 */
final class PeerLimit {
  /** Told apart; one that is forgotten begins anew. */
  private static final long PEERS_MAX = 10_000;

  private final int max;
  private final Cache<String, AtomicInteger> counts;

  PeerLimit(int max, Duration within) {
    this.max = max;
    this.counts = Caffeine.newBuilder().maximumSize(PEERS_MAX).expireAfterWrite(within).build();
  }

  boolean admits(String peer) {
    return counts.get(peer, _ -> new AtomicInteger()).incrementAndGet() <= max;
  }
}
