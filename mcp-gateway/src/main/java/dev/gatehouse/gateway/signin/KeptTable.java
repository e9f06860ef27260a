package dev.gatehouse.gateway.signin;

import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.Bytes;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * What outlives a start: keys, clients, refresh tokens' families, consents. Each row is encrypted,
 * and bound to its kind and id.
 *
 * <p>Guarantee: what a method returned from is durable. Thread-safe.
 */
final class KeptTable implements AutoCloseable {
  /** Kinds of rows. */
  enum Kind {
    KEY,
    CLIENT,
    FAMILY,
    CONSENT
  }

  /** Of all kinds, of some KB each; beyond it nobody new gets in until some have expired. */
  private static final int ROWS_MAX = 200_000;

  private static final String TABLE =
      """
      CREATE TABLE kept(
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        sealed BLOB NOT NULL,
        version INTEGER NOT NULL,
        until INTEGER NOT NULL,
        PRIMARY KEY(kind, id)) WITHOUT ROWID
      """;

  /** A row, of which every change counts up the version. */
  record Row(String id, String text, long version, Instant until) {
    @Override
    public String toString() {
      return "Row[" + version + "]";
    }
  }

  private final TurnedConnection connection;
  private final ValueCipher cipher;

  private KeptTable(Database database, SecretKey key) {
    this.connection = new TurnedConnection(database, "the table of sign-ins");
    this.cipher = new ValueCipher(key);
  }

  static KeptTable inFile(Path file, SecretKey key) {
    return new KeptTable(
        new SqliteDatabase(
            file,
            "the table of sign-ins",
            "1",
            Stream.concat(SqliteDatabase.DURABLE.stream(), Stream.of("secure_delete=1")).toList(),
            List.of(TABLE, "CREATE INDEX kept_until ON kept(until)")),
        key);
  }

  Optional<Row> find(Kind kind, String id) throws SQLException {
    return connection.within(
        true,
        Optional.empty(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement(
                  "SELECT id, sealed, version, until FROM kept WHERE kind = ? AND id = ?")) {
            select.setString(1, kind.name());
            select.setString(2, id);
            return read(kind, select).stream().findFirst();
          }
        });
  }

  List<Row> all(Kind kind) throws SQLException {
    return connection.within(
        true,
        List.of(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT id, sealed, version, until FROM kept WHERE kind = ?")) {
            select.setString(1, kind.name());
            return read(kind, select);
          }
        });
  }

  /** How many rows of a kind end after this. */
  int count(Kind kind, Instant after) throws SQLException {
    return connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT count(*) FROM kept WHERE kind = ? AND until > ?")) {
            select.setString(1, kind.name());
            select.setLong(2, after.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? row.getInt(1) : 0;
            }
          }
        });
  }

  /** Of those that end before this, keeps so many of a kind: those that end last. */
  void keepOf(Kind kind, Instant before, int max) throws SQLException {
    connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement delete =
              open.prepareStatement(
                  "DELETE FROM kept WHERE kind = ? AND id IN (SELECT id FROM kept"
                      + " WHERE kind = ? AND until <= ? ORDER BY until DESC LIMIT -1 OFFSET ?)")) {
            delete.setString(1, kind.name());
            delete.setString(2, kind.name());
            delete.setLong(3, before.toEpochMilli());
            delete.setInt(4, max);
            return delete.executeUpdate();
          }
        });
  }

  private static int counted(Connection open) throws SQLException {
    try (PreparedStatement select = open.prepareStatement("SELECT count(*) FROM kept");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** Adds a row; what has expired makes room first. */
  void add(Kind kind, String id, String text, Instant until, Instant now) throws SQLException {
    byte[] sealed = sealed(kind, id, text);
    connection.within(
        true,
        0,
        open -> {
          try (PreparedStatement delete =
              open.prepareStatement("DELETE FROM kept WHERE until <= ?")) {
            delete.setLong(1, now.toEpochMilli());
            delete.executeUpdate();
          }
          // Without keys nobody would have tokens, not even those who are signed in.
          if (kind != Kind.KEY && counted(open) >= ROWS_MAX) {
            throw new DatabaseException("the table of sign-ins is full");
          }
          try (PreparedStatement add =
              open.prepareStatement(
                  "INSERT INTO kept(kind, id, sealed, version, until) VALUES (?, ?, ?, 1, ?)")) {
            add.setString(1, kind.name());
            add.setString(2, id);
            add.setBytes(3, sealed);
            add.setLong(4, until.toEpochMilli());
            return add.executeUpdate();
          }
        });
  }

  /** Puts a text in place of a row's, unless somebody was faster. */
  boolean replace(Kind kind, Row before, String text, Instant until) throws SQLException {
    byte[] sealed = sealed(kind, before.id(), text);
    return connection.within(
        true,
        false,
        open -> {
          try (PreparedStatement update =
              open.prepareStatement(
                  "UPDATE kept SET sealed = ?, until = ?, version = version + 1"
                      + " WHERE kind = ? AND id = ? AND version = ?")) {
            update.setBytes(1, sealed);
            update.setLong(2, until.toEpochMilli());
            update.setString(3, kind.name());
            update.setString(4, before.id());
            update.setLong(5, before.version());
            return update.executeUpdate() == 1;
          }
        });
  }

  /** Whether it was there. */
  boolean remove(Kind kind, String id) throws SQLException {
    return connection.within(
        true,
        false,
        open -> {
          try (PreparedStatement delete =
              open.prepareStatement("DELETE FROM kept WHERE kind = ? AND id = ?")) {
            delete.setString(1, kind.name());
            delete.setString(2, id);
            return delete.executeUpdate() == 1;
          }
        });
  }

  private List<Row> read(Kind kind, PreparedStatement select) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String id = row.getString(1);
        rows.add(
            new Row(
                id,
                opened(kind, id, Bytes.of(row.getBytes(2))),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4))));
      }
    }
    return rows;
  }

  private byte[] sealed(Kind kind, String id, String text) throws SQLException {
    try {
      return cipher.seal(kind + " " + id, text).toArray();
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt a row of the table of sign-ins");
    }
  }

  private String opened(Kind kind, String id, Bytes sealed) throws SQLException {
    try {
      return cipher.open(kind + " " + id, sealed);
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("a row of the table of sign-ins is not by this log's key");
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
