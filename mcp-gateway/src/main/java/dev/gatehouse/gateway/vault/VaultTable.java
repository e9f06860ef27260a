package dev.gatehouse.gateway.vault;

import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * The rows of a vault: for each token the sealed value, and the day when it was last given.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe.
 */
final class VaultTable implements AutoCloseable {
  /** About twenty million values; what is beyond that is refused until some are erased. */
  static final long BYTES_MAX = 4L << 30;

  private static final String PUT =
      """
      INSERT INTO kept(token, sealed, seen) VALUES (?, ?, ?)
      ON CONFLICT(token) DO UPDATE SET seen = excluded.seen WHERE kept.seen < excluded.seen
      """;

  private static final String REMOVE_SOME =
      "DELETE FROM kept WHERE token IN (SELECT token FROM kept WHERE seen < ? LIMIT ?)";

  /** Takes some milliseconds; messages take their turns in between. */
  private static final int REMOVED_AT_ONCE_MAX = 1_000;

  private final Database database;
  private final TurnedConnection connection;
  private final long bytesMax;

  VaultTable(Database database, long bytesMax) {
    this.database = database;
    this.connection = new TurnedConnection(database, "the vault");
    this.bytesMax = bytesMax;
  }

  /** Keeps these, all or none; of those that are there already only the day. */
  void put(SortedMap<String, Bytes> sealed, LocalDate seen) throws SQLException {
    // Sorted, so that gateways that put the same rows never wait for each other in a circle.
    connection.within(true, 0, open -> put(open, sealed, seen));
  }

  private int put(Connection open, SortedMap<String, Bytes> sealed, LocalDate seen)
      throws SQLException {
    if (database.bytes(open) >= bytesMax) {
      throw new DatabaseException("the vault is full: it takes up " + bytesMax + " bytes");
    }
    try (PreparedStatement put = open.prepareStatement(PUT)) {
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
    return connection.within(
        false,
        Map.of(),
        open -> {
          Map<String, Bytes> found = new HashMap<>();
          try (PreparedStatement select =
              open.prepareStatement("SELECT sealed FROM kept WHERE token = ?")) {
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
    return connection.within(
        false,
        0,
        open -> {
          int count = 0;
          try (PreparedStatement delete =
              open.prepareStatement("DELETE FROM kept WHERE token = ?")) {
            for (String token : tokens) {
              delete.setString(1, token);
              count += delete.executeUpdate();
            }
          }
          return count;
        });
  }

  /** How many were last given before this day. */
  long countBefore(LocalDate day) throws SQLException {
    return connection.within(
        false,
        0L,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT count(*) FROM kept WHERE seen < ?")) {
            select.setLong(1, day.toEpochDay());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  /** Removes those, and gives how many there were. */
  long removeBefore(LocalDate day) throws SQLException {
    long removed = 0;
    int some = REMOVED_AT_ONCE_MAX;
    while (some == REMOVED_AT_ONCE_MAX) {
      some = connection.within(false, 0, open -> removeSomeBefore(open, day));
      removed += some;
    }
    return removed;
  }

  private static int removeSomeBefore(Connection open, LocalDate day) throws SQLException {
    try (PreparedStatement delete = open.prepareStatement(REMOVE_SOME)) {
      delete.setLong(1, day.toEpochDay());
      delete.setInt(2, REMOVED_AT_ONCE_MAX);
      return delete.executeUpdate();
    }
  }

  /** Takes what was removed out of the files. */
  void scrub() throws SQLException {
    connection.scrub();
  }

  @Override
  public void close() {
    connection.close();
  }
}
