package dev.gatehouse.gateway.limits;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.limits.SharedCounts.Locked;
import dev.gatehouse.gateway.limits.SharedCounts.Row;
import dev.gatehouse.gateway.limits.SharedDatabase.Session;
import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.limit.LimitStore;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts of all gateways that share a log in PostgreSQL, in the same database.
 *
 * <p>Each call is one transaction that locks the rows of its counts, so gateways together let
 * through what one alone would. Time and day are the database's. A commit whose outcome is in doubt
 * counts, rather twice than not at all. Where the database does not answer within {@link #PATIENCE}
 * nothing is known, and the call is kept. Thread-safe.
 */
public final class PostgresLimitStore implements LimitStore {
  /** How long a call waits to be counted; a log that is away for longer keeps calls anyway. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** About 300 MB; beyond it no count begins until some are over. */
  private static final int COUNTS_MAX = 1_000_000;

  /** Often enough that places of a gateway that was killed are soon free again. */
  public static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

  /** Rows that are over take up room only. */
  private static final int RENEWALS_PER_SWEEP = 6;

  /** Longer than any call: the row is only there to be locked. */
  private static final Duration LOCK_ROW_STAYS = Duration.ofDays(1);

  /** Trying again helps at once: others were quicker, or a kept connection was cut meanwhile. */
  private static final Set<String> PASSING = Set.of("40001", "40P01", "57P01", "25P03");

  private static final System.Logger LOG = System.getLogger(PostgresLimitStore.class.getName());

  private final SharedDatabase database;
  private final SharedPlaces places;
  private final Duration renewedEvery;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean isAway = new AtomicBoolean();
  private volatile boolean isFull;

  private PostgresLimitStore(SharedDatabase database, Duration renewedEvery) {
    this.database = database;
    this.renewedEvery = renewedEvery;
    this.places = new SharedPlaces(database, PATIENCE, renewedEvery);
  }

  /**
   * Opens it.
   *
   * @param renewedEvery how often the places of calls under way are renewed; they run out after
   *     three times that, and are the same for all gateways
   * @throws IOException where the tables are missing, or the role may not change them
   */
  public static PostgresLimitStore open(PostgresAccess access, Duration renewedEvery)
      throws IOException {
    SharedDatabase database = new SharedDatabase(access);
    PostgresLimitStore store = new PostgresLimitStore(database, renewedEvery);
    try {
      store.places.renew();
      store.sweep();
    } catch (SQLException e) {
      database.close();
      throw new IOException(
          "the limits of %s cannot be counted (%s): expected the tables that `gatehouse postgres-setup` prints"
              .formatted(access, e.getMessage()),
          e);
    }
    Thread.ofVirtual().name("limits").start(store::keepUp);
    return store;
  }

  @Override
  public Taking take(List<Need> needs) {
    return ask(needs, true);
  }

  @Override
  public Taking look(List<Need> needs) {
    return ask(needs, false);
  }

  private Taking ask(List<Need> needs, boolean takes) {
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      Taking taking = tryTwice(deadline, needs, takes);
      isAway.set(false);
      return taking;
    } catch (SQLException e) {
      if (!isAway.getAndSet(true)) {
        LOG.log(WARNING, "event=limits-away cause=\"{0}\"", e.getMessage());
      }
      return new Taking.Unknown("the database that counts them does not answer");
    }
  }

  private Taking tryTwice(Deadline deadline, List<Need> needs, boolean takes) throws SQLException {
    try {
      return once(deadline, needs, takes);
    } catch (SQLException e) {
      String state = "" + e.getSQLState();
      if (!PASSING.contains(state) && !state.startsWith("08")) {
        throw e;
      }
      database.forgetIdle();
      return once(deadline, needs, takes);
    }
  }

  private Taking once(Deadline deadline, List<Need> needs, boolean takes) throws SQLException {
    List<String> taken = new ArrayList<>(0);
    // If we crash before the commit nothing was taken; behind it, what was counted stays counted,
    // and the places run out.
    Optional<Taking.Exceeded> exceeded =
        database.within(deadline, session -> take(session, needs, takes, taken));
    return exceeded.isPresent() ? exceeded.get() : new Taking.Taken(places.hold(taken));
  }

  private Optional<Taking.Exceeded> take(
      Session session, List<Need> needs, boolean takes, List<String> taken) throws SQLException {
    int begun = SharedCounts.begin(session, needs);
    Locked locked = settled(SharedCounts.lock(session, needs), needs);
    boolean mayBegin = begun == 0 || mayBegin(session, needs, locked.now());
    Optional<Taking.Exceeded> longest = Optional.empty();
    for (Need need : needs) {
      long wait = nanosToWait(session, need, locked, mayBegin);
      if (wait > 0 && longest.filter(e -> e.retryAfter().toNanos() >= wait).isEmpty()) {
        longest = Optional.of(new Taking.Exceeded(need, atLeastOneMilli(wait)));
      }
    }
    if (longest.isPresent()) {
      session.undo();
      for (Map.Entry<String, Row> settled : locked.settled().entrySet()) {
        SharedCounts.put(session, settled.getKey(), settled.getValue());
      }
      return longest;
    }
    if (!takes) {
      session.undo();
      return longest;
    }
    for (Need need : needs) {
      use(session, need, locked, taken);
    }
    return longest;
  }

  /** A clock that was set back must keep nobody for longer than the limit's own time. */
  private static Locked settled(Locked locked, List<Need> needs) throws SQLException {
    Map<String, Row> settled = HashMap.newHashMap(0);
    long now = locked.now();
    for (Need need : needs) {
      Row row = locked.row(need);
      switch (need.limit()) {
        case Limit.Rate rate when row.until() - now > rate.per().toNanos() -> {
          TokenBucket bucket = TokenBucket.empty(rate, now);
          Bytes bytes = Bytes.of(bucket.bytes());
          settled.put(need.name(), new Row(bucket.fullAt(), 0, Optional.of(bytes)));
        }
        case Limit.Daily daily when row.until() > endOfDay(daily, now) ->
            settled.put(need.name(), new Row(endOfDay(daily, now), row.used(), Optional.empty()));
        case Limit.Rate _, Limit.Daily _, Limit.Concurrent _ -> {}
      }
    }
    return settled.isEmpty() ? locked : locked.with(settled);
  }

  private boolean mayBegin(Session session, List<Need> needs, long now) throws SQLException {
    String owner = needs.getFirst().owner();
    return !isFull && SharedCounts.begunBy(session, owner, now) < COUNTS_PER_OWNER_MAX;
  }

  private static long nanosToWait(Session session, Need need, Locked locked, boolean mayBegin)
      throws SQLException {
    Row row = locked.row(need);
    boolean isRefused = row.until() == 0 && !mayBegin;
    return switch (need.limit()) {
      case Limit.Rate rate ->
          isRefused ? rate.per().toNanos() : bucket(rate, row, locked.now()).nanosToWait();
      case Limit.Daily daily ->
          isRefused || used(row, locked.now()) >= daily.calls()
              ? endOfDay(daily, locked.now()) - locked.now()
              : 0;
      case Limit.Concurrent concurrent ->
          isRefused || SharedPlaces.taken(session, need.name(), locked.now()) >= concurrent.calls()
              ? Limit.Concurrent.RETRY_AFTER.toNanos()
              : 0;
    };
  }

  private void use(Session session, Need need, Locked locked, List<String> taken)
      throws SQLException {
    Row row = locked.row(need);
    String name = need.name();
    long now = locked.now();
    switch (need.limit()) {
      case Limit.Rate rate -> {
        TokenBucket bucket = bucket(rate, row, now);
        bucket.take();
        Bytes bytes = Bytes.of(bucket.bytes());
        SharedCounts.put(session, name, new Row(bucket.fullAt(), 0, Optional.of(bytes)));
      }
      case Limit.Daily daily -> {
        Row next = new Row(endOfDay(daily, now), used(row, now) + 1, Optional.empty());
        SharedCounts.put(session, name, next);
      }
      case Limit.Concurrent _ -> {
        taken.add(places.take(session, name, now));
        if (row.until() < now + LOCK_ROW_STAYS.toNanos() / 2) {
          long until = now + LOCK_ROW_STAYS.toNanos();
          SharedCounts.put(session, name, new Row(until, 0, Optional.empty()));
        }
      }
    }
  }

  private static TokenBucket bucket(Limit.Rate rate, Row row, long now) throws SQLException {
    if (row.bucket().isEmpty() || row.until() <= now) {
      return TokenBucket.full(rate, now);
    }
    try {
      return TokenBucket.of(rate, row.bucket().get().toArray(), now);
    } catch (IOException e) {
      throw new SQLException("a bucket cannot be read: " + e.getMessage(), e);
    }
  }

  private static int used(Row row, long now) {
    return row.until() > now ? row.used() : 0;
  }

  private static long endOfDay(Limit.Daily daily, long now) {
    Instant end = daily.endOfDay(Instant.ofEpochSecond(0, now));
    return Math.multiplyExact(end.getEpochSecond(), 1_000_000_000L);
  }

  private static Duration atLeastOneMilli(long nanos) {
    return Duration.ofMillis(Math.max(1, (nanos + 999_999) / 1_000_000));
  }

  private void keepUp() {
    try {
      int round = 0;
      while (!closing.await(renewedEvery.toMillis(), TimeUnit.MILLISECONDS)) {
        round++;
        try {
          places.renew();
          if (round % RENEWALS_PER_SWEEP == 0) {
            sweep();
          }
        } catch (SQLException e) {
          database.forgetIdle();
          LOG.log(WARNING, "event=places-not-renewed cause=\"{0}\"", e.getMessage());
        } catch (RuntimeException bug) {
          // Without this thread the places of calls under way would run out.
          LOG.log(WARNING, "event=places-not-renewed", bug);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() throws SQLException {
    isFull =
        database.within(
            Deadline.in(PATIENCE),
            session -> {
              SharedCounts.sweep(session);
              return SharedCounts.size(session) >= COUNTS_MAX;
            });
  }

  @Override
  public void close() {
    closing.countDown();
    database.close();
  }
}
