package dev.gatehouse.gateway.limits;

import static java.lang.System.Logger.Level.WARNING;

import dev.gatehouse.gateway.limits.SharedDatabase.Session;
import dev.gatehouse.policies.limit.Lease;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The places that calls of all gateways take up: rows that run out unless they are renewed.
 * Thread-safe.
 *
 * <p>Guarantee: the places of a gateway that was killed are free again after three times the pause
 * between renewals; so are those that could not be given back. While the database is away for
 * longer than that, calls under way count no more.
 */
final class SharedPlaces {
  /** One renewal that fails must not free the places of calls that go on. */
  private static final int RENEWALS_PER_LIFE = 3;

  private static final System.Logger LOG = System.getLogger(SharedPlaces.class.getName());

  private final SharedDatabase database;
  private final Duration patience;
  private final Duration life;
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  SharedPlaces(SharedDatabase database, Duration patience, Duration renewedEvery) {
    this.database = database;
    this.patience = patience;
    this.life = renewedEvery.multipliedBy(RENEWALS_PER_LIFE);
  }

  /** How many places are taken under this name. */
  static int taken(Session session, String name, long now) throws SQLException {
    try (PreparedStatement count =
        session.prepare("SELECT count(*) FROM place WHERE count = ? AND until > ?")) {
      count.setString(1, name);
      count.setLong(2, now);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Takes a place under this name, and gives what it is called. */
  String take(Session session, String name, long now) throws SQLException {
    String id = UUID.randomUUID().toString();
    try (PreparedStatement insert = session.prepare("INSERT INTO place VALUES (?, ?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, name);
      insert.setLong(3, now + life.toNanos());
      insert.executeUpdate();
    }
    return id;
  }

  /** Holds these places, which were taken, until the lease is closed. */
  Lease hold(List<String> ids) {
    if (ids.isEmpty()) {
      return Lease.none();
    }
    held.addAll(ids);
    AtomicBoolean isOver = new AtomicBoolean();
    return () -> {
      if (isOver.compareAndSet(false, true)) {
        ids.forEach(held::remove);
        giveBack(ids);
      }
    };
  }

  private void giveBack(List<String> ids) {
    try {
      database.within(
          Deadline.in(patience),
          session -> {
            try (PreparedStatement delete =
                session.prepare("DELETE FROM place WHERE id = ANY(?)")) {
              delete.setArray(1, session.texts(ids));
              return delete.executeUpdate();
            }
          });
    } catch (SQLException e) {
      // Nobody renews them any more, so they run out.
      LOG.log(WARNING, "event=places-not-given-back cause=\"{0}\"", e.getMessage());
    }
  }

  /** Renews what is held, and removes what ran out. */
  void renew() throws SQLException {
    List<String> ids = List.copyOf(held);
    database.within(
        Deadline.in(patience),
        session -> {
          renew(session, ids);
          return sweep(session);
        });
  }

  private void renew(Session session, List<String> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        session.prepare(
            "UPDATE place SET until = " + SharedDatabase.NOW + " + ? WHERE id = ANY(?)")) {
      update.setLong(1, life.toNanos());
      update.setArray(2, session.texts(ids));
      update.executeUpdate();
    }
  }

  private static int sweep(Session session) throws SQLException {
    try (PreparedStatement delete =
        session.prepare("DELETE FROM place WHERE until <= " + SharedDatabase.NOW)) {
      return delete.executeUpdate();
    }
  }
}
