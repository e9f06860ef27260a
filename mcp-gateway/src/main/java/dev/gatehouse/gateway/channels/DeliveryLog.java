package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.database.TurnedConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what became of notices. Thread-safe. */
final class DeliveryLog {
  private final TurnedConnection connection;

  DeliveryLog(TurnedConnection connection) {
    this.connection = connection;
  }

  /** What became of telling of an approval, the first first. */
  List<Delivery> of(String approval) throws SQLException {
    return connection.within(
        false,
        List.of(),
        open -> {
          List<Delivery> log = new ArrayList<>();
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT channel, step, word, state, made, sent, attempts, due, trouble FROM"
                      + " notice WHERE approval = ? ORDER BY made, step, channel")) {
            select.setString(1, approval);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                log.add(delivery(row));
              }
            }
          }
          return log;
        });
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    Delivery.State state =
        Delivery.State.valueOf(row.getString(4).toUpperCase(Locale.ROOT).replace('-', '_'));
    long sent = row.getLong(6);
    return new Delivery(
        row.getString(1),
        row.getInt(2),
        row.getString(3),
        state,
        Instant.ofEpochMilli(row.getLong(5)),
        sent == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(sent)),
        row.getInt(7),
        state == Delivery.State.WAITING
            ? Optional.of(Instant.ofEpochMilli(row.getLong(8)))
            : Optional.empty(),
        row.getString(9));
  }
}
