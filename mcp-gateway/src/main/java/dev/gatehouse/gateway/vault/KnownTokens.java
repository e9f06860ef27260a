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

  boolean has(String token) {
    return tokens.getIfPresent(token) != null;
  }

  void add(Collection<String> written) {
    written.forEach(token -> tokens.put(token, true));
  }

  void forget(Collection<String> erased) {
    tokens.invalidateAll(erased);
  }

  void forgetAll() {
    tokens.invalidateAll();
  }
}
