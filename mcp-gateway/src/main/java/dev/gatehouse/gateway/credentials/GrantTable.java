package dev.gatehouse.gateway.credentials;

import dev.gatehouse.gateway.cipher.ValueCipher;
import dev.gatehouse.gateway.database.DatabaseException;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.gateway.database.TurnedConnection;
import dev.gatehouse.recordings.Bytes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * What people let the gateway do at upstreams, and as whom it is known there. Each row is
 * encrypted, and bound to its kind and id.
 *
 * <p>Guarantee: what a method returned from is durable, and what was removed or replaced is
 * overwritten. Thread-safe.
 */
final class GrantTable implements AutoCloseable {
  /** Kinds of rows. */
  enum Kind {
    /** A grant. */
    GRANT,
    /** As whom an authorization server knows us. */
    CLIENT,
    /** Which authorization server it is that was told our configured name. */
    ISSUER
  }

  private static final Logger LOG = System.getLogger(GrantTable.class.getName());
  private static final String CALLED = "the table of grants";

  /** Of some KB each; beyond it nobody connects anything new. */
  private static final int ROWS_MAX = 100_000;

  private static final String TABLE =
      """
      CREATE TABLE kept(
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY(kind, id)) WITHOUT ROWID
      """;

  private final TurnedConnection connection;
  private final ValueCipher cipher;

  /** In this file, encrypted by this key; made when it is first needed. */
  GrantTable(Path file, SecretKey key) {
    this.connection =
        new TurnedConnection(
            new SqliteDatabase(
                file,
                CALLED,
                "1",
                Stream.concat(SqliteDatabase.DURABLE.stream(), Stream.of("secure_delete=1"))
                    .toList(),
                List.of(TABLE)),
            CALLED);
    this.cipher = new ValueCipher(key);
  }

  /**
   * A row.
   *
   * @param text empty where it cannot be opened
   */
  record Row(String id, Optional<String> text) {
    @Override
    public String toString() {
      return "Row[" + id + "]";
    }
  }

  /** The text of a row; nothing also where it cannot be opened, so that it can be replaced. */
  Optional<String> find(Kind kind, String id) throws SQLException {
    return connection.within(
        false,
        Optional.empty(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT id, sealed FROM kept WHERE kind = ? AND id = ?")) {
            select.setString(1, kind.name());
            select.setString(2, id);
            return read(kind, select).stream().findFirst().flatMap(Row::text);
          }
        });
  }

  /** All rows of a kind. */
  List<Row> all(Kind kind) throws SQLException {
    return connection.within(
        false,
        List.of(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT id, sealed FROM kept WHERE kind = ?")) {
            select.setString(1, kind.name());
            return read(kind, select);
          }
        });
  }

  /** Makes this the text of a row. */
  void put(Kind kind, String id, String text) throws SQLException {
    byte[] sealed = sealed(kind, id, text);
    connection.within(
        true,
        0,
        open -> {
          if (isReplaced(open, kind, id, sealed)) {
            return 1;
          }
          if (count(open) >= ROWS_MAX) {
            throw new DatabaseException(CALLED + " is full");
          }
          try (PreparedStatement put =
              open.prepareStatement("INSERT INTO kept(kind, id, sealed) VALUES (?, ?, ?)")) {
            put.setString(1, kind.name());
            put.setString(2, id);
            put.setBytes(3, sealed);
            return put.executeUpdate();
          }
        });
  }

  /** Makes this the text of a row that is there; whether it is. */
  boolean replace(Kind kind, String id, String text) throws SQLException {
    byte[] sealed = sealed(kind, id, text);
    return connection.within(false, false, open -> isReplaced(open, kind, id, sealed));
  }

  private static boolean isReplaced(Connection open, Kind kind, String id, byte[] sealed)
      throws SQLException {
    try (PreparedStatement update =
        open.prepareStatement("UPDATE kept SET sealed = ? WHERE kind = ? AND id = ?")) {
      update.setBytes(1, sealed);
      update.setString(2, kind.name());
      update.setString(3, id);
      return update.executeUpdate() == 1;
    }
  }

  /** Whether it was there. */
  boolean remove(Kind kind, String id) throws SQLException {
    return connection.within(
        false,
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

  private static int count(Connection open) throws SQLException {
    try (PreparedStatement select = open.prepareStatement("SELECT count(*) FROM kept");
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private List<Row> read(Kind kind, PreparedStatement select) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String id = row.getString(1);
        rows.add(new Row(id, opened(kind, id, Bytes.of(row.getBytes(2)))));
      }
    }
    return rows;
  }

  private byte[] sealed(Kind kind, String id, String text) throws SQLException {
    try {
      return cipher.seal(kind + " " + id, text).toArray();
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt a row of " + CALLED);
    }
  }

  private Optional<String> opened(Kind kind, String id, Bytes sealed) {
    try {
      return Optional.of(cipher.open(kind + " " + id, sealed));
    } catch (GeneralSecurityException _) {
      LOG.log(
          Level.WARNING,
          "event=grant-unreadable kind=" + kind + " cause=it is not by the key of this log");
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
