package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.TurnedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Answers that were heard, so that none is heard twice. Kept for as long as one that came again
 * would still be in time. Thread-safe.
 */
final class SpentTable {
  /** Only who knows a secret can add one. */
  private static final int ROWS_MAX = 100_000;

  private final TurnedConnection connection;

  SpentTable(TurnedConnection connection) {
    this.connection = connection;
  }

  /** Whether this was heard on this channel already. */
  boolean isSpent(String channel, String id) throws SQLException {
    return connection.within(
        true,
        false,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT 1 FROM spent WHERE channel = ? AND id = ?")) {
            select.setString(1, channel);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /**
   * From now on it was.
   *
   * @param until when one that came again would be late
   */
  void spend(String channel, String id, Instant now, Instant until) throws SQLException {
    connection.within(
        true,
        0,
        open -> {
          forget(open, now);
          try (PreparedStatement insert =
              open.prepareStatement(
                  "INSERT INTO spent(channel, id, until) VALUES (?, ?, ?) ON CONFLICT(channel, id)"
                      + " DO NOTHING")) {
            insert.setString(1, channel);
            insert.setString(2, id);
            insert.setLong(3, until.toEpochMilli());
            return insert.executeUpdate();
          }
        });
  }

  private static void forget(Connection open, Instant now) throws SQLException {
    try (PreparedStatement delete = open.prepareStatement("DELETE FROM spent WHERE until < ?")) {
      delete.setLong(1, now.toEpochMilli());
      delete.executeUpdate();
    }
    try (PreparedStatement select = open.prepareStatement("SELECT count(*) FROM spent");
        ResultSet row = select.executeQuery()) {
      if (row.next() && row.getLong(1) >= ROWS_MAX) {
        throw new DatabaseException("too many answers came in a short time");
      }
    }
  }
}
