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
 * <p>Guarantee: one thread refreshes, and callers wait for what it brings by their own deadlines:
 * one who gives up loses nothing. Tokens that replace others are on the disk before they are shown.
 * A grant is shown to no other address than the one that it is for. Thread-safe.
 */
final class GrantSlot {
  private static final Logger LOG = System.getLogger(GrantSlot.class.getName());

  /** An upstream that refuses whatever it is shown must not make us knock at the server. */
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

  /** A server that does not answer is left alone for so long. */
  private static final Duration AWAY_FOR = Duration.ofSeconds(5);

  private static final String MOVED = "another-issuer";

  private final String id;
  private final GrantTable table;
  private final GrantEntries entries;
  private final InstantSource clock;

  /** Held for what the disk takes, and never while a server is asked. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile @Nullable PersonGrant now;
  private volatile boolean isRead;

  /** In place of {@link #now}, once the disk takes it. */
  private @Nullable PersonGrant unsaved;

  private Instant awayUntil = Instant.EPOCH;
  private Instant lookedUntil = Instant.EPOCH;
  private @Nullable Thread refreshing;

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
          now = table.find(GrantTable.Kind.GRANT, id).flatMap(PersonGrant::of).orElse(null);
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
    if (grant.isEmpty() || (upstream.isFor(grant.get()) && isFresh(grant.get()))) {
      return grant.map(PersonGrant::credential);
    }
    PersonGrant old;
    Thread thread;
    lock(upstream, deadline);
    try {
      grant = current(upstream);
      if (grant.isEmpty() || isFresh(grant.get())) {
        return grant.map(PersonGrant::credential);
      }
      old = grant.get();
      if (old.tokens().refresh().isEmpty()) {
        if (!hasEnded(old)) {
          return Optional.of(old.credential());
        }
        ended(old, "expired");
        return Optional.empty();
      }
      thread = refreshing(upstream, old, false);
    } finally {
      changing.unlock();
    }
    boolean isDone = thread.join(deadline.remaining());
    if (!hasEnded(old) && (!isDone || old.equals(now))) {
      return Optional.of(old.credential());
    }
    return fresh(upstream, old, isDone);
  }

  /** What to show in place of what was refused; nothing where the person must connect again. */
  Optional<Credential> renewed(PersonUpstream upstream, Credential shown, Deadline deadline)
      throws UpstreamException, SQLException, InterruptedException {
    PersonGrant old;
    Thread thread;
    lock(upstream, deadline);
    try {
      Optional<PersonGrant> grant = current(upstream);
      if (grant.isEmpty()) {
        return Optional.empty();
      }
      old = grant.get();
      if (!old.credential().equals(shown)) {
        // Another caller's refusal has led to a new one meanwhile.
        return Optional.of(old.credential());
      }
      if (clock.instant().isBefore(old.tokens().given().plus(RENEWED_EVERY))) {
        return Optional.empty();
      }
      thread = refreshing(upstream, old, true);
    } finally {
      changing.unlock();
    }
    boolean isDone = thread.join(deadline.remaining());
    return isDone && old.equals(now) && old.tokens().refresh().isEmpty()
        ? Optional.empty()
        : fresh(upstream, old, isDone);
  }

  /** What has come in place of an old grant. */
  private Optional<Credential> fresh(PersonUpstream upstream, PersonGrant old, boolean isDone)
      throws UpstreamException {
    Optional<PersonGrant> fresh = Optional.ofNullable(now);
    if (!isDone || fresh.filter(old::equals).isPresent()) {
      throw upstream.trouble().away("got no token: its authorization server gives none now");
    }
    return fresh.filter(upstream::isFor).map(PersonGrant::credential);
  }

  /** The grant, if it is for the upstream as it is configured now; under the lock. */
  private Optional<PersonGrant> current(PersonUpstream upstream) throws SQLException {
    Optional<PersonGrant> grant = grant();
    if (grant.isPresent() && !upstream.isFor(grant.get())) {
      ended(grant.get(), "another-address");
      return Optional.empty();
    }
    save();
    return Optional.ofNullable(now);
  }

  /** The thread that refreshes: the one that does so already, where there is one; locked. */
  private Thread refreshing(PersonUpstream upstream, PersonGrant old, boolean wasRefused) {
    Thread thread = refreshing;
    if (thread == null || !thread.isAlive()) {
      Instant begun = clock.instant();
      boolean looks = wasRefused && !begun.isBefore(lookedUntil);
      boolean asks = old.tokens().refresh().isPresent() && !begun.isBefore(awayUntil);
      thread =
          Thread.ofVirtual().name("grant-refresh").start(() -> refresh(upstream, old, looks, asks));
      refreshing = thread;
    }
    return thread;
  }

  /**
   * Asks for newer tokens, and keeps them. On a thread of its own, which nobody interrupts: a
   * server that replaces refresh tokens takes the old one for stolen when it comes again.
   */
  private void refresh(PersonUpstream upstream, PersonGrant old, boolean looks, boolean asks) {
    try {
      if (looks && upstream.hasMoved(old)) {
        settle(upstream, old, new TokenAnswer.Refused(MOVED));
        return;
      }
      if (looks) {
        looked();
      }
      if (asks) {
        settle(upstream, old, upstream.refreshed(old, old.tokens().refresh().orElseThrow()));
      }
    } catch (SQLException e) {
      LOG.log(
          Level.ERROR,
          "event=grant-not-kept upstream=%s cause=%s"
              .formatted(upstream.name(), DatabaseException.told(e)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void looked() {
    changing.lock();
    try {
      lookedUntil = clock.instant().plus(RENEWED_EVERY);
    } finally {
      changing.unlock();
    }
  }

  private void settle(PersonUpstream upstream, PersonGrant old, TokenAnswer answer)
      throws SQLException, InterruptedException {
    boolean isTaken;
    changing.lock();
    try {
      // Somebody took it back meanwhile, or the person has connected anew.
      isTaken = now == null;
      if (old.equals(now)) {
        settled(upstream, old, answer);
      }
    } finally {
      changing.unlock();
    }
    if (isTaken && answer instanceof TokenAnswer.Given(PersonGrant.Tokens tokens)) {
      boolean _ = upstream.givenBack(old.with(tokens));
    }
  }

  private void settled(PersonUpstream upstream, PersonGrant old, TokenAnswer answer)
      throws SQLException {
    switch (answer) {
      case TokenAnswer.Given(PersonGrant.Tokens tokens) -> {
        // Before the disk has it: the old refresh token may be worth nothing any more. If we crash
        // here, the person has to connect again.
        unsaved = old.with(tokens);
        save();
      }
      case TokenAnswer.Refused(String word) -> {
        if (word.equals(MOVED) || upstream.isOver(old, word)) {
          ended(old, word);
        } else {
          awayUntil = clock.instant().plus(AWAY_FOR);
          LOG.log(
              Level.WARNING,
              "event=grant-not-refreshed upstream=%s reason=%s".formatted(upstream.name(), word));
        }
      }
      case TokenAnswer.Away() -> awayUntil = clock.instant().plus(AWAY_FOR);
    }
  }

  /** Has the disk take what it has not yet; under the lock. */
  private void save() throws SQLException {
    PersonGrant fresh = unsaved;
    if (fresh != null) {
      boolean isThere = table.replace(GrantTable.Kind.GRANT, id, fresh.json());
      unsaved = null;
      // Whoever removed it from the table wants it to be gone.
      now = isThere ? fresh : null;
    }
  }

  private void ended(PersonGrant old, String reason) throws SQLException {
    boolean _ = table.remove(GrantTable.Kind.GRANT, id);
    now = null;
    unsaved = null;
    try {
      entries.ended(old, reason);
    } catch (RecordingException e) {
      // The log fails closed by itself; the grant is gone, which is the safe side.
      LOG.log(Level.ERROR, "event=grant-end-not-recorded cause=" + e.getMessage());
    }
    LOG.log(
        Level.WARNING, "event=grant-ended upstream=" + old.ask().upstream() + " reason=" + reason);
  }

  /** Puts a grant here, in place of any. */
  void put(PersonGrant grant) throws SQLException, RecordingException {
    changing.lock();
    try {
      // If we crash behind this, the log says that it was connected, and nothing can be done by it.
      entries.connected(grant);
      table.put(GrantTable.Kind.GRANT, id, grant.json());
      now = grant;
      unsaved = null;
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
      Optional<PersonGrant> taken = Optional.ofNullable(unsaved).or(() -> Optional.ofNullable(now));
      if (taken.isEmpty()) {
        taken = grant();
      }
      if (!table.remove(GrantTable.Kind.GRANT, id) && taken.isPresent()) {
        throw new DatabaseException("a grant is not where it was");
      }
      now = null;
      unsaved = null;
      return taken;
    } finally {
      changing.unlock();
    }
  }

  /** Waits until nothing is on its way that would be lost. */
  void settled(Deadline deadline) throws InterruptedException {
    Thread thread;
    changing.lock();
    try {
      thread = refreshing;
    } finally {
      changing.unlock();
    }
    if (thread != null) {
      boolean _ = thread.join(deadline.remaining());
    }
  }

  private boolean isFresh(PersonGrant grant) {
    return grant.tokens().isFresh(clock.instant());
  }

  private boolean hasEnded(PersonGrant grant) {
    return grant.tokens().hasEnded(clock.instant());
  }

  private void lock(PersonUpstream upstream, Deadline deadline)
      throws UpstreamException, InterruptedException {
    if (!changing.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw upstream.trouble().away("got no token in time");
    }
  }
}
