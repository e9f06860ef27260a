package dev.gatehouse.gateway.vault;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;

/** Tokens that need not be written again, because they were a moment ago. Thread-safe. */
final class KnownTokens {
  /** About 10 MB of tokens. */
  private static final int TOKENS_MAX = 100_000;

  /**
   * Then one is written again: the day when it was last given must be right, and another gateway
   * may have erased it meanwhile.
   */
  private static final Duration KNOWN_FOR = Duration.ofHours(1);

  private final Cache<String, Boolean> tokens =
      Caffeine.newBuilder().maximumSize(TOKENS_MAX).expireAfterWrite(KNOWN_FOR).build();

  /** Raised by every erasure. Guarded by this. */
  private long generation;

  boolean has(String token) {
    return tokens.getIfPresent(token) != null;
  }

  /** What {@link #add} wants to know: read before the tokens are written. */
  synchronized long generation() {
    return generation;
  }

  /**
   * Adds what was written, unless something was erased since {@code before}: what was erased after
   * it was written must not count as kept.
   */
  synchronized void add(Collection<String> written, long before) {
    if (generation == before) {
      written.forEach(token -> tokens.put(token, true));
    }
  }

  synchronized void forget(Collection<String> erased) {
    generation++;
    tokens.invalidateAll(erased);
  }

  synchronized void forgetAll() {
    generation++;
    tokens.invalidateAll();
  }
}
