package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A token that is kept until shortly before it ends, or until it is refused.
 *
 * <p>Guarantee: one caller fetches, and those who come meanwhile wait for what it brings, be that a
 * token or a failure; a token that was refused is not shown again. Thread-safe.
 */
final class KeptToken {
  private static final Logger LOG = System.getLogger(KeptToken.class.getName());

  /** A call that begins with a token should end with it, and clocks differ. */
  private static final Duration EARLY_MAX = Duration.ofSeconds(30);

  /** How long a token is used that does not say how long it lasts and is not refused. */
  private static final Duration UNSAID = Duration.ofHours(1);

  /** An upstream that refuses whatever it is shown must not make us knock at the source. */
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

  private static final Duration FETCHING_MAX = Duration.ofSeconds(30);

  /**
   * The token of now.
   *
   * @param early from when on another is wanted
   * @param end from when on it is worth nothing
   */
  private record Kept(Credential credential, Instant early, Instant end) {}

  private final String upstream;
  private final Trouble trouble;
  private final TokenSource source;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Kept kept;
  private volatile Instant barredUntil = Instant.EPOCH;
  private final AtomicInteger attempts = new AtomicInteger();
  // Guarded by the lock.
  private @Nullable UpstreamException failure;
  private Instant renewed = Instant.EPOCH;

  KeptToken(String upstream, TokenSource source, InstantSource clock) {
    this.upstream = upstream;
    this.trouble = new Trouble(upstream);
    this.source = source;
    this.clock = clock;
  }

  /** Whether there is one, be it old. */
  boolean isThere() {
    return kept != null;
  }

  /** The token of now, fetched where there is none. */
  Credential credential(Deadline deadline) throws UpstreamException, InterruptedException {
    if (clock.instant().isBefore(barredUntil)) {
      throw barred();
    }
    Kept now = kept;
    if (now != null && clock.instant().isBefore(now.early())) {
      return now.credential();
    }
    int seen = attempts.get();
    lock(deadline);
    try {
      now = kept;
      if (now != null && clock.instant().isBefore(now.early())) {
        return now.credential();
      }
      if (attempts.get() != seen && failure != null) {
        return orOld(now, failure);
      }
      return fetched(now, deadline);
    } finally {
      fetching.unlock();
    }
  }

  /** What to show in place of a token that was refused; nothing where another is of no use. */
  Optional<Credential> renewed(Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (Challenge.wantsScopes(refusal)) {
      throw trouble.forbidden("wants scopes that its tokens do not have; see its `scopes`");
    }
    if (refusal.status() != 401) {
      return Optional.empty();
    }
    lock(deadline);
    try {
      Kept now = kept;
      if (now != null && !now.credential().equals(shown)) {
        // Another caller's refusal has led to a new one meanwhile.
        return Optional.of(now.credential());
      }
      source.heard(refusal);
      if (now != null) {
        kept = null;
        if (clock.instant().isBefore(renewed.plus(RENEWED_EVERY))) {
          barredUntil = renewed.plus(RENEWED_EVERY);
          throw barred();
        }
        renewed = clock.instant();
      }
      Credential fresh = fetched(null, deadline);
      if (fresh.equals(shown)) {
        kept = null;
        throw trouble.forbidden("refuses its token, and its source has no other");
      }
      return Optional.of(fresh);
    } finally {
      fetching.unlock();
    }
  }

  private Credential fetched(@Nullable Kept old, Deadline deadline)
      throws UpstreamException, InterruptedException {
    try {
      Token token = source.fetch(deadline.orAfter(FETCHING_MAX));
      Duration lifetime = token.lifetime().orElse(UNSAID);
      Duration early = lifetime.dividedBy(10);
      Instant end = clock.instant().plus(lifetime);
      Credential fresh = Credential.bearer(token.text());
      kept = new Kept(fresh, end.minus(early.compareTo(EARLY_MAX) < 0 ? early : EARLY_MAX), end);
      failure = null;
      return fresh;
    } catch (UpstreamException e) {
      LOG.log(
          Level.WARNING,
          "event=upstream-credential-missing upstream=" + upstream + " cause=" + e.problem());
      failure = e;
      return orOld(old, e);
    } finally {
      attempts.incrementAndGet();
    }
  }

  /** The old token as long as it lasts, where there is no other yet. */
  private Credential orOld(@Nullable Kept old, UpstreamException otherwise)
      throws UpstreamException {
    if (old != null && clock.instant().isBefore(old.end())) {
      return old.credential();
    }
    throw new UpstreamException(otherwise.kind(), otherwise.problem());
  }

  private UpstreamException barred() {
    return trouble.forbidden("refuses tokens that were fetched just now; see its `credentials`");
  }

  private void lock(Deadline deadline) throws UpstreamException, InterruptedException {
    if (!fetching.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw trouble.away("got no token in time");
    }
  }
}
