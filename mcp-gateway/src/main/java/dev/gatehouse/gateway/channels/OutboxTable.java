package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.Bytes;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * What channels are still to be told, and what they were. Texts are encrypted, bound to their row,
 * and removed when they were sent.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe; of several gateways that share
 * it, none is in another's way.
 */
final class OutboxTable implements AutoCloseable {
  /** Waiting for one channel; what comes then is only counted. */
  static final int WAITING_MAX = 500;

  /** The same for what is urgent. */
  private static final int URGENT_MAX = 600;

  /** Rows in all, of some hundred bytes each when they were sent. */
  private static final int ROWS_MAX = 50_000;

  private static final Duration KEPT = Duration.ofDays(30);

  private static final String PUT =
      "INSERT INTO notice(id, channel, approval, step, word, urgent, state, made, due, tried, sent,"
          + " attempts, batch, trouble, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '', ?,"
          + " ?) ON CONFLICT(id) DO NOTHING";

  private static final String DUE =
      "SELECT id, urgent, made, attempts, sealed FROM notice WHERE channel = ? AND state ="
          + " 'waiting' AND due <= ? ORDER BY urgent DESC, made, id LIMIT ?";

  private final TurnedConnection connection;
  private final ValueCipher cipher;

  OutboxTable(TurnedConnection connection, SecretKey key) {
    this.connection = connection;
    this.cipher = new ValueCipher(key);
  }

  /**
   * A notice to be kept.
   *
   * @param id the same whenever this is asked for again
   */
  record New(
      String id,
      String channel,
      String approval,
      int step,
      String word,
      boolean urgent,
      Optional<Message> message,
      String trouble) {}

  /**
   * A notice that waits.
   *
   * @param message nothing where it cannot be opened
   */
  record Waiting(
      String id, boolean urgent, Instant made, int attempts, Optional<Message> message) {}

  /** A failed attempt, and when there is another; none where it is given up. */
  record Failed(String id, String trouble, Optional<Instant> next) {}

  /** Makes the tables where there are none and that is ours to do. */
  void open() throws SQLException {
    connection.within(true, 0, _ -> 0);
  }

  /** Keeps notices that are not kept yet. */
  void put(List<New> notices, Instant now) throws SQLException {
    connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement put = open.prepareStatement(PUT)) {
            for (New each : notices) {
              long waiting = waiting(open, each.channel());
              boolean fits = waiting < (each.urgent() ? URGENT_MAX : WAITING_MAX);
              String state = each.message().isEmpty() ? "given-up" : fits ? "waiting" : "left-out";
              set(put, each, state, now);
              put.executeUpdate();
            }
          }
          return prune(open, now);
        });
  }

  private void set(PreparedStatement put, New each, String state, Instant now) throws SQLException {
    boolean waits = state.equals("waiting");
    put.setString(1, each.id());
    put.setString(2, each.channel());
    put.setString(3, each.approval());
    put.setInt(4, each.step());
    put.setString(5, each.word());
    put.setInt(6, each.urgent() ? 1 : 0);
    put.setString(7, state);
    put.setLong(8, now.toEpochMilli());
    put.setLong(9, now.toEpochMilli());
    put.setString(10, each.trouble());
    put.setBytes(11, waits ? sealed(each.id(), each.message().orElseThrow().json()) : new byte[0]);
  }

  private static long waiting(Connection open, String channel) throws SQLException {
    return number(
        open, "SELECT count(*) FROM notice WHERE channel = ? AND state = 'waiting'", channel);
  }

  private static long number(Connection open, String sql, String channel) throws SQLException {
    try (PreparedStatement select = open.prepareStatement(sql)) {
      select.setString(1, channel);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static int prune(Connection open, Instant now) throws SQLException {
    try (PreparedStatement delete =
        open.prepareStatement("DELETE FROM notice WHERE state <> 'waiting' AND made < ?")) {
      delete.setLong(1, now.minus(KEPT).toEpochMilli());
      delete.executeUpdate();
    }
    // The oldest of what is over; what waits is bounded for each channel.
    try (PreparedStatement delete =
        open.prepareStatement(
            "DELETE FROM notice WHERE state <> 'waiting' AND made < (SELECT made FROM notice"
                + " ORDER BY made DESC LIMIT 1 OFFSET ?)")) {
      delete.setInt(1, ROWS_MAX);
      return delete.executeUpdate();
    }
  }

  /** What is due on a channel, the urgent first, then the oldest. */
  List<Waiting> due(String channel, Instant now, int max) throws SQLException {
    return connection.within(
        false,
        List.of(),
        open -> {
          List<Waiting> due = new ArrayList<>();
          try (PreparedStatement select = open.prepareStatement(DUE)) {
            select.setString(1, channel);
            select.setLong(2, now.toEpochMilli());
            select.setInt(3, max);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                String id = row.getString(1);
                due.add(
                    new Waiting(
                        id,
                        row.getInt(2) == 1,
                        Instant.ofEpochMilli(row.getLong(3)),
                        row.getInt(4),
                        opened(id, Bytes.of(row.getBytes(5)))));
              }
            }
          }
          return due;
        });
  }

  /** Messages that went out on a channel since then, many gathered in one counted as one. */
  long sentSince(String channel, Instant since) throws SQLException {
    return connection.within(
        false,
        0L,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT count(DISTINCT batch) FROM notice WHERE channel = ? AND state = 'sent'"
                      + " AND sent > ?")) {
            select.setString(1, channel);
            select.setLong(2, since.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  /** How many were only counted, and nobody was told of that yet. */
  long leftOut(String channel) throws SQLException {
    return connection.within(
        false,
        0L,
        open ->
            number(
                open,
                "SELECT count(*) FROM notice WHERE channel = ? AND state = 'left-out' AND batch ="
                    + " ''",
                channel));
  }

  /**
   * These went out.
   *
   * @param batch the message in which they did
   * @param counted whether it told of those that were only counted too
   */
  void sent(
      List<String> ids, String channel, String batch, boolean counted, String note, Instant at)
      throws SQLException {
    connection.within(
        false,
        0,
        open -> {
          try (PreparedStatement update =
              open.prepareStatement(
                  "UPDATE notice SET state = 'sent', sent = ?, tried = ?, attempts = attempts + 1,"
                      + " batch = ?, trouble = ?, sealed = ? WHERE id = ?")) {
            for (String id : ids) {
              update.setLong(1, at.toEpochMilli());
              update.setLong(2, at.toEpochMilli());
              update.setString(3, batch);
              update.setString(4, note);
              update.setBytes(5, new byte[0]);
              update.setString(6, id);
              update.executeUpdate();
            }
          }
          return counted ? told(open, channel, batch) : 0;
        });
  }

  private static int told(Connection open, String channel, String batch) throws SQLException {
    try (PreparedStatement update =
        open.prepareStatement(
            "UPDATE notice SET batch = ? WHERE channel = ? AND state = 'left-out' AND batch ="
                + " ''")) {
      update.setString(1, batch);
      update.setString(2, channel);
      return update.executeUpdate();
    }
  }

  /** These did not go out. */
  void failed(List<Failed> failures, Instant at) throws SQLException {
    connection.within(
        false,
        0,
        open -> {
          try (PreparedStatement update =
              open.prepareStatement(
                  "UPDATE notice SET state = ?, due = ?, tried = ?, attempts = attempts + 1,"
                      + " trouble = ?, sealed = CASE WHEN ? = 'waiting' THEN sealed ELSE ? END"
                      + " WHERE id = ?")) {
            for (Failed each : failures) {
              String state = each.next().isPresent() ? "waiting" : "given-up";
              update.setString(1, state);
              update.setLong(2, each.next().orElse(at).toEpochMilli());
              update.setLong(3, at.toEpochMilli());
              update.setString(4, each.trouble());
              update.setString(5, state);
              update.setBytes(6, new byte[0]);
              update.setString(7, each.id());
              update.executeUpdate();
            }
          }
          return 0;
        });
  }

  private byte[] sealed(String id, String text) throws SQLException {
    try {
      return cipher.seal("notice " + id, text).toArray();
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt a notice");
    }
  }

  private Optional<Message> opened(String id, Bytes sealed) {
    try {
      return Message.of(cipher.open("notice " + id, sealed));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
