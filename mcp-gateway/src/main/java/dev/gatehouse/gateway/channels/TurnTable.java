package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.database.TurnedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Which gateway may send on a channel, until when; and until when nobody should. Thread-safe.
 *
 * <p>Guarantee: of gateways whose clocks agree to within a turn's length, one at a time has it.
 */
final class TurnTable {
  private final TurnedConnection connection;

  TurnTable(TurnedConnection connection) {
    this.connection = connection;
  }

  /**
   * A channel that does not take anything.
   *
   * @param until when it is tried again
   * @param failures in a row
   */
  record Rest(Instant until, int failures) {
    /** Of a channel of which nothing is known. */
    static final Rest NONE = new Rest(Instant.EPOCH, 0);
  }

  /** Takes the turn, or goes on with it; whether that was to be had. */
  boolean take(String channel, String holder, Instant now, Instant until) throws SQLException {
    return connection.within(
        true,
        false,
        open -> {
          add(open, channel);
          try (PreparedStatement update =
              open.prepareStatement(
                  "UPDATE turn SET holder = ?, held = ? WHERE channel = ? AND (holder = ? OR held"
                      + " <= ?)")) {
            update.setString(1, holder);
            update.setLong(2, until.toEpochMilli());
            update.setString(3, channel);
            update.setString(4, holder);
            update.setLong(5, now.toEpochMilli());
            return update.executeUpdate() == 1;
          }
        });
  }

  private static void add(Connection open, String channel) throws SQLException {
    try (PreparedStatement insert =
        open.prepareStatement(
            "INSERT INTO turn(channel, holder, held, rest, failures) VALUES (?, '', 0, 0, 0) ON"
                + " CONFLICT(channel) DO NOTHING")) {
      insert.setString(1, channel);
      insert.executeUpdate();
    }
  }

  Rest rest(String channel) throws SQLException {
    return connection.within(
        false,
        Rest.NONE,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT rest, failures FROM turn WHERE channel = ?")) {
            select.setString(1, channel);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? new Rest(Instant.ofEpochMilli(row.getLong(1)), row.getInt(2))
                  : Rest.NONE;
            }
          }
        });
  }

  void rest(String channel, Rest rest) throws SQLException {
    connection.within(
        false,
        0,
        open -> {
          try (PreparedStatement update =
              open.prepareStatement("UPDATE turn SET rest = ?, failures = ? WHERE channel = ?")) {
            update.setLong(1, rest.until().toEpochMilli());
            update.setInt(2, rest.failures());
            update.setString(3, channel);
            return update.executeUpdate();
          }
        });
  }
}
