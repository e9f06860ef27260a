package dev.gatehouse.gateway.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often each peer may do something that costs us, within a time. A peer is an address; of IPv6
 * the first half of one, because the other half is anybody's to choose. Behind a proxy all have its
 * address, and a stranger who uses its share up stands in everybody's way. Thread-safe.
 */
public final class PeerLimit {
  /** Told apart; one that is forgotten begins anew. */
  private static final long PEERS_MAX = 10_000;

  private final int max;
  private final Cache<String, AtomicInteger> counts;

  /** At most so often within this time. */
  public PeerLimit(int max, Duration within) {
    this.max = max;
    this.counts = Caffeine.newBuilder().maximumSize(PEERS_MAX).expireAfterWrite(within).build();
  }

  /** Counts, and whether that was not too often. */
  public boolean admits(String peer) {
    return counted(peer).incrementAndGet() <= max;
  }

  /** Whether it may go on; counts nothing. */
  boolean isOpen(String peer) {
    return counted(peer).get() < max;
  }

  private AtomicInteger counted(String peer) {
    return counts.get(half(peer), _ -> new AtomicInteger());
  }

  /** The text of an address, by which it is counted. */
  private static String half(String peer) {
    if (peer.indexOf(':') < 0) {
      return peer;
    }
    try {
      byte[] address = InetAddress.ofLiteral(peer.replaceAll("^\\[|]$|%.*$", "")).getAddress();
      return address.length == 16 ? HexFormat.of().formatHex(address, 0, 8) : peer;
    } catch (IllegalArgumentException _) {
      return peer;
    }
  }
}
