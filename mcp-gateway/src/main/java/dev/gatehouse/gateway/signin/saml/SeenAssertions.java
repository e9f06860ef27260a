package dev.gatehouse.gateway.signin.saml;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The assertions that were accepted and could come again.
 *
 * <p>Guarantee: of two that come at once with the same id one is accepted. When there are too many
 * to keep, further ones count as seen: forgetting one would let it in twice. What is kept ends with
 * the process, as do the requests that assertions answer. Thread-safe.
 */
final class SeenAssertions {
  /** About 30 MB; as many sign-ins within a few minutes are no company's. */
  private static final int ASSERTIONS_MAX = 100_000;

  /**
   * The request that an assertion answers is forgotten long before; providers that say "for ten
   * years" do not fill this up.
   */
  private static final Duration KEPT_MAX = Duration.ofDays(1);

  private final InstantSource clock;
  private final int max;
  private final Cache<String, Duration> seen;

  SeenAssertions(InstantSource clock) {
    this(clock, ASSERTIONS_MAX);
  }

  SeenAssertions(InstantSource clock, int max) {
    this.clock = clock;
    this.max = max;
    this.seen =
        Caffeine.newBuilder()
            .expireAfter(Expiry.creating((String _, Duration kept) -> kept))
            .ticker(ticker(clock))
            .executor(Runnable::run)
            .build();
  }

  /**
   * True the first time that an assertion comes. {@code until}: after that it is too old anyway.
   */
  boolean isFirst(String assertionId, Instant until) {
    if (seen.estimatedSize() >= max) {
      seen.cleanUp();
      if (seen.estimatedSize() >= max) {
        return false;
      }
    }
    Duration kept = Duration.between(clock.instant(), until);
    Duration bounded = kept.compareTo(KEPT_MAX) > 0 ? KEPT_MAX : kept;
    return seen.asMap().putIfAbsent(assertionId, bounded) == null;
  }

  /** The clock that says whether an assertion is too old also says when it is forgotten. */
  private static Ticker ticker(InstantSource clock) {
    Instant start = clock.instant();
    return () -> Duration.between(start, clock.instant()).toNanos();
  }
}
