package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.recordings.RecordingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The place of one person's grant at one upstream, be there one or not.
 *
 * <p>Guarantee: one caller refreshes, and those who come meanwhile wait for what it brings; tokens
 * that replace others are on the disk before they are shown. Thread-safe.
 */
final class GrantSlot {
  private static final Logger LOG = System.getLogger(GrantSlot.class.getName());

  /** A call that begins with a token should end with it, and clocks differ. */
  private static final Duration EARLY_MAX = Duration.ofSeconds(60);

  /** An upstream that refuses whatever it is shown must not make us knock at the server. */
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

  /** A server that does not answer is left alone for so long. */
  private static final Duration AWAY_FOR = Duration.ofSeconds(5);

  private final String id;
  private final GrantTable table;
  private final GrantEntries entries;
  private final InstantSource clock;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable PersonGrant now;
  private volatile boolean isRead;
  private volatile Instant awayUntil = Instant.EPOCH;

  GrantSlot(String id, GrantTable table, GrantEntries entries, InstantSource clock) {
    this.id = id;
    this.table = table;
    this.entries = entries;
    this.clock = clock;
  }

  /** The grant, where there is one. */
  Optional<PersonGrant> grant() throws SQLException {
    if (!isRead) {
      changing.lock();
      try {
        if (!isRead) {
          now =
              table
                  .find(GrantTable.Kind.GRANT, id)
                  .flatMap(MetadataDocuments::object)
                  .map(PersonGrant::of)
                  .orElse(null);
          isRead = true;
        }
      } finally {
        changing.unlock();
      }
    }
    return Optional.ofNullable(now);
  }

  /** What the next request shows; nothing where there is no grant, or none any more. */
  Optional<Credential> credential(PersonUpstream upstream, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    Optional<PersonGrant> grant = grant();
    if (grant.isEmpty() || isFresh(grant.get())) {
      return grant.map(GrantSlot::credential);
    }
    lock(upstream, deadline);
    try {
      PersonGrant old = now;
      if (old == null || isFresh(old)) {
        return Optional.ofNullable(old).map(GrantSlot::credential);
      }
      if (old.tokens().refresh().isEmpty()) {
        return hasEnded(old) ? ended(old, "expired") : Optional.of(credential(old));
      }
      return refreshed(upstream, old, old.tokens().refresh().get(), deadline);
    } finally {
      changing.unlock();
    }
  }

  /** What to show in place of what was refused; nothing where the person must connect again. */
  Optional<Credential> renewed(PersonUpstream upstream, Credential shown, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    lock(upstream, deadline);
    try {
      Optional<PersonGrant> grant = grant();
      if (grant.isEmpty()) {
        return Optional.empty();
      }
      PersonGrant old = grant.get();
      if (!credential(old).equals(shown)) {
        // Another caller's refusal has led to a new one meanwhile.
        return Optional.of(credential(old));
      }
      if (upstream.hasMoved(old, deadline)) {
        return ended(old, "another-issuer");
      }
      boolean isNew = clock.instant().isBefore(old.tokens().given().plus(RENEWED_EVERY));
      return isNew || old.tokens().refresh().isEmpty()
          ? Optional.empty()
          : refreshed(upstream, old, old.tokens().refresh().get(), deadline);
    } finally {
      changing.unlock();
    }
  }

  private Optional<Credential> refreshed(
      PersonUpstream upstream, PersonGrant old, Secret refresh, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    if (clock.instant().isBefore(awayUntil)) {
      return orOld(upstream, old);
    }
    return switch (upstream.refreshed(old, refresh, deadline)) {
      case TokenAnswer.Given(PersonGrant.Tokens tokens) -> {
        PersonGrant fresh = old.with(tokens);
        // Before the disk has it: the old refresh token may be worth nothing any more. If we crash
        // here, the person has to connect again.
        now = fresh;
        table.put(GrantTable.Kind.GRANT, id, fresh.json());
        yield Optional.of(credential(fresh));
      }
      case TokenAnswer.Refused(String word) -> ended(old, word);
      case TokenAnswer.Away() -> {
        awayUntil = clock.instant().plus(AWAY_FOR);
        yield orOld(upstream, old);
      }
    };
  }

  private Optional<Credential> orOld(PersonUpstream upstream, PersonGrant old)
      throws UpstreamException {
    if (hasEnded(old)) {
      throw upstream.trouble().away("got no token: its authorization server cannot be reached");
    }
    return Optional.of(credential(old));
  }

  private Optional<Credential> ended(PersonGrant old, String reason) throws SQLException {
    boolean _ = table.remove(GrantTable.Kind.GRANT, id);
    now = null;
    try {
      entries.ended(old, reason);
    } catch (RecordingException e) {
      // The log fails closed by itself; the grant is gone, which is the safe side.
      LOG.log(Level.ERROR, "event=grant-end-not-recorded cause=" + e.getMessage());
    }
    LOG.log(
        Level.WARNING, "event=grant-ended upstream=" + old.ask().upstream() + " reason=" + reason);
    return Optional.empty();
  }

  /** Puts a grant here, in place of any. */
  void put(PersonGrant grant) throws SQLException, RecordingException {
    changing.lock();
    try {
      // If we crash behind this, the log says that it was connected, and nothing can be done by it.
      entries.connected(grant);
      table.put(GrantTable.Kind.GRANT, id, grant.json());
      now = grant;
      isRead = true;
      awayUntil = Instant.EPOCH;
    } finally {
      changing.unlock();
    }
  }

  /** Takes the grant away; it is good for nothing here when this returns. */
  Optional<PersonGrant> take() throws SQLException {
    changing.lock();
    try {
      Optional<PersonGrant> taken = grant();
      if (!table.remove(GrantTable.Kind.GRANT, id) && taken.isPresent()) {
        throw new DatabaseException("a grant is not where it was");
      }
      now = null;
      return taken;
    } finally {
      changing.unlock();
    }
  }

  private static Credential credential(PersonGrant grant) {
    return Credential.bearer(grant.tokens().access().text());
  }

  private boolean isFresh(PersonGrant grant) {
    Optional<Instant> end = grant.tokens().expires();
    if (end.isEmpty()) {
      return true;
    }
    Duration tenth = Duration.between(grant.tokens().given(), end.get()).dividedBy(10);
    Duration early = tenth.compareTo(EARLY_MAX) < 0 ? tenth : EARLY_MAX;
    return clock.instant().isBefore(end.get().minus(early));
  }

  private boolean hasEnded(PersonGrant grant) {
    return grant.tokens().expires().filter(end -> !clock.instant().isBefore(end)).isPresent();
  }

  private void lock(PersonUpstream upstream, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (!changing.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw upstream.trouble().away("got no token in time");
    }
  }
}
