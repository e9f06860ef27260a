package dev.gatehouse.recordings.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rows of payload keys and of holds, whose queries every database understands. Confined to one
 * thread.
 *
 * <p>Units and ranges: {@code subject} is the digest of a subject's name. Guarantee: what was
 * changed survives a power cut as soon as the method returns.
 */
final class KeyTable implements AutoCloseable {
  private final KeyDatabase database;

  KeyTable(KeyDatabase database) {
    this.database = database;
  }

  /** The statements that make the tables, with the database's types for ids and bytes. */
  static List<String> tables(String id, String bytes) {
    return List.of(
        """
        CREATE TABLE payload_key(
          id %s,
          subject %s NOT NULL,
          bucket TEXT NOT NULL,
          wrapped %s NOT NULL,
          retired INTEGER NOT NULL DEFAULT 0)
        """
            .formatted(id, bytes, bytes),
        "CREATE UNIQUE INDEX active_key ON payload_key(subject, bucket) WHERE retired = 0",
        "CREATE TABLE hold(subject %s PRIMARY KEY, reason TEXT NOT NULL, since TEXT NOT NULL)"
            .formatted(bytes));
  }

  /** Turns one row into what it stands for. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... arguments)
      throws SQLException {
    return database.read(
        connection -> {
          List<T> rows = new ArrayList<>();
          try (PreparedStatement select = prepared(connection, sql, arguments);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              rows.add(reader.read(row));
            }
          }
          return rows;
        });
  }

  private static int change(Connection connection, String sql, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... arguments)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }

  private static int changeEach(Connection connection, String sql, Collection<Long> ids)
      throws SQLException {
    int changed = 0;
    for (long id : ids) {
      changed += change(connection, sql, id);
    }
    return changed;
  }

  /** The id of the key that seals for this subject in the month {@code bucket}. */
  Optional<Long> findId(byte[] subject, String bucket) throws SQLException {
    return query(
            "SELECT id FROM payload_key WHERE subject = ? AND bucket = ? AND retired = 0",
            row -> row.getLong(1),
            subject,
            bucket)
        .stream()
        .findFirst();
  }

  /** Adds keys; one that another node added meanwhile stays as it is. */
  void insert(List<WrappedKey> keys) throws SQLException {
    String sql =
        "INSERT INTO payload_key(subject, bucket, wrapped) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    database.write(
        connection -> {
          int inserted = 0;
          for (WrappedKey key : keys) {
            inserted += change(connection, sql, key.subject(), key.bucket(), key.wrapped());
          }
          return inserted;
        });
  }

  /** The key with this id; empty where it was destroyed. */
  Optional<WrappedKey> find(long id) throws SQLException {
    return query(
            "SELECT subject, bucket, wrapped FROM payload_key WHERE id = ?",
            row -> new WrappedKey(row.getBytes(1), row.getString(2), row.getBytes(3)),
            id)
        .stream()
        .findFirst();
  }

  /** The keys of a subject, those that were retired included. */
  List<PayloadKeys.Doomed> keysOf(byte[] subject) throws SQLException {
    return query(
        "SELECT id, bucket FROM payload_key WHERE subject = ? ORDER BY id",
        KeyTable::doomed,
        subject);
  }

  /**
   * The keys of months before {@code month} that no hold protects, without those of {@code but}.
   */
  List<PayloadKeys.Doomed> keysBefore(YearMonth month, byte[] but) throws SQLException {
    return query(
        "SELECT id, bucket FROM payload_key WHERE subject <> ? AND bucket < ?"
            + " AND subject NOT IN (SELECT subject FROM hold) ORDER BY id",
        KeyTable::doomed,
        but,
        month.toString());
  }

  private static PayloadKeys.Doomed doomed(ResultSet row) throws SQLException {
    return new PayloadKeys.Doomed(row.getLong(1), YearMonth.parse(row.getString(2)));
  }

  /** Which month's payloads the key seals; empty where it was destroyed. */
  Optional<PayloadKeys.Doomed> doomed(long id) throws SQLException {
    return query("SELECT id, bucket FROM payload_key WHERE id = ?", KeyTable::doomed, id).stream()
        .findFirst();
  }

  /** Lets these keys seal nothing more, whichever node would. */
  void retire(Collection<Long> ids) throws SQLException {
    database.writeWhileNobodyAppends(
        connection ->
            changeEach(connection, "UPDATE payload_key SET retired = 1 WHERE id = ?", ids));
  }

  /** Destroys these keys. */
  void destroy(Collection<Long> ids) throws SQLException {
    database.write(
        connection -> changeEach(connection, "DELETE FROM payload_key WHERE id = ?", ids));
    database.scrub();
  }

  /** Keeps the keys of a subject from being destroyed. */
  void hold(byte[] subject, String reason, String since) throws SQLException {
    String sql =
        "INSERT INTO hold VALUES (?, ?, ?) ON CONFLICT(subject) DO UPDATE"
            + " SET reason = excluded.reason, since = excluded.since";
    database.write(connection -> change(connection, sql, subject, reason, since));
  }

  /** Ends a hold. */
  void release(byte[] subject) throws SQLException {
    database.write(connection -> change(connection, "DELETE FROM hold WHERE subject = ?", subject));
  }

  /** Why the keys of a subject are held; empty where they are not. */
  Optional<String> held(byte[] subject) throws SQLException {
    return query("SELECT reason FROM hold WHERE subject = ?", row -> row.getString(1), subject)
        .stream()
        .findFirst();
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
