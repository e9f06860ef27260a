package dev.gatehouse.gateway.vault;

import dev.gatehouse.recordings.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The rows of a vault: for each token the sealed value, and the day when it was last given.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe; one connection, on which the
 * callers take turns, opened by the first of them and again after a fault.
 */
final class VaultTable implements AutoCloseable {
  /** About twenty million values; what is beyond that is refused until some are erased. */
  static final long BYTES_MAX = 4L << 30;

  /** How long a message waits for its turn: a write takes milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String PUT =
      """
      INSERT INTO kept(token, sealed, seen) VALUES (?, ?, ?)
      ON CONFLICT(token) DO UPDATE SET seen = excluded.seen WHERE kept.seen < excluded.seen
      """;

  private final VaultDatabase database;
  private final long bytesMax;
  private final Semaphore turn = new Semaphore(1);

  /** Of whose turn it is. */
  private Optional<Connection> open = Optional.empty();

  VaultTable(VaultDatabase database, long bytesMax) {
    this.database = database;
    this.bytesMax = bytesMax;
  }

  /** What is done on the connection. */
  private interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  /** Keeps these, all or none; of those that are there already only the day. */
  void put(SortedMap<String, Bytes> sealed, LocalDate seen) throws SQLException {
    // Sorted, so that gateways that put the same rows never wait for each other in a circle.
    within(true, 0, connection -> put(connection, sealed, seen));
  }

  private int put(Connection connection, SortedMap<String, Bytes> sealed, LocalDate seen)
      throws SQLException {
    if (database.bytes(connection) >= bytesMax) {
      throw new SQLException("the vault is full: it takes up " + bytesMax + " bytes");
    }
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      for (Map.Entry<String, Bytes> row : sealed.entrySet()) {
        put.setString(1, row.getKey());
        put.setBytes(2, row.getValue().toArray());
        put.setLong(3, seen.toEpochDay());
        put.addBatch();
      }
      return put.executeBatch().length;
    }
  }

  /** Those of these tokens that are there. */
  Map<String, Bytes> find(Collection<String> tokens) throws SQLException {
    return within(
        false,
        Map.of(),
        connection -> {
          Map<String, Bytes> found = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement("SELECT sealed FROM kept WHERE token = ?")) {
            for (String token : tokens) {
              select.setString(1, token);
              try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                  found.put(token, Bytes.of(row.getBytes(1)));
                }
              }
            }
          }
          return found;
        });
  }

  /** Removes these, and gives how many there were. */
  int remove(Collection<String> tokens) throws SQLException {
    int removed =
        within(
            false,
            0,
            connection -> {
              int count = 0;
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM kept WHERE token = ?")) {
                for (String token : tokens) {
                  delete.setString(1, token);
                  count += delete.executeUpdate();
                }
              }
              return count;
            });
    scrub();
    return removed;
  }

  /** How many were last given before this day. */
  long countBefore(LocalDate day) throws SQLException {
    return within(
        false,
        0L,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT count(*) FROM kept WHERE seen < ?")) {
            select.setLong(1, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  /** Removes those, and gives how many there were. */
  long removeBefore(LocalDate day) throws SQLException {
    long removed =
        within(
            false,
            0L,
            connection -> {
              try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM kept WHERE seen < ?")) {
                delete.setLong(1, day.toEpochDay());
                return delete.executeLargeUpdate();
              }
            });
    scrub();
    return removed;
  }

  private void scrub() throws SQLException {
    acquire();
    try {
      if (open.isPresent()) {
        database.scrub(open.get());
      }
    } finally {
      turn.release();
    }
  }

  private <T> T within(boolean makes, T absent, Work<T> work) throws SQLException {
    acquire();
    try {
      if (open.isPresent()) {
        try {
          return committed(open.get(), work);
        } catch (SQLException e) {
          // It may have been cut while nobody used it; what follows fails by itself if not.
        }
      }
      open = database.connect(makes);
      return open.isEmpty() ? absent : committed(open.get(), work);
    } finally {
      turn.release();
    }
  }

  private <T> T committed(Connection connection, Work<T> work) throws SQLException {
    boolean isSound = false;
    try {
      connection.setAutoCommit(false);
      T result = work.over(connection);
      // If we crash before this, nothing was kept, and no message went on for it.
      connection.commit();
      connection.setAutoCommit(true);
      isSound = true;
      return result;
    } finally {
      if (!isSound) {
        drop();
      }
    }
  }

  private void acquire() throws SQLException {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new SQLTimeoutException("the vault is busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the vault", e);
    }
  }

  private void drop() {
    Optional<Connection> dropped = open;
    open = Optional.empty();
    try {
      if (dropped.isPresent()) {
        dropped.get().close();
      }
    } catch (SQLException e) {
      // Whoever is at the other end finds out by itself.
    }
  }

  @Override
  public void close() {
    turn.acquireUninterruptibly();
    drop();
    turn.release();
  }
}
