package dev.gatehouse.gateway.credentials;

import dev.gatehouse.gateway.cipher.ValueCipher;
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

  /** The text of a row. */
  Optional<String> find(Kind kind, String id) throws SQLException {
    return connection.within(
        false,
        Optional.empty(),
        open -> {
          try (PreparedStatement select =
              open.prepareStatement("SELECT id, sealed FROM kept WHERE kind = ? AND id = ?")) {
            select.setString(1, kind.name());
            select.setString(2, id);
            return read(kind, select).stream().findFirst();
          }
        });
  }

  /** The texts of all rows of a kind. */
  List<String> all(Kind kind) throws SQLException {
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
          if (count(open) >= ROWS_MAX) {
            throw new DatabaseException(CALLED + " is full");
          }
          try (PreparedStatement put =
              open.prepareStatement(
                  "INSERT OR REPLACE INTO kept(kind, id, sealed) VALUES (?, ?, ?)")) {
            put.setString(1, kind.name());
            put.setString(2, id);
            put.setBytes(3, sealed);
            return put.executeUpdate();
          }
        });
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

  private List<String> read(Kind kind, PreparedStatement select) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        texts.add(opened(kind, row.getString(1), Bytes.of(row.getBytes(2))));
      }
    }
    return texts;
  }

  private byte[] sealed(Kind kind, String id, String text) throws SQLException {
    try {
      return cipher.seal(kind + " " + id, text).toArray();
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("cannot encrypt a row of " + CALLED);
    }
  }

  private String opened(Kind kind, String id, Bytes sealed) throws SQLException {
    try {
      return cipher.open(kind + " " + id, sealed);
    } catch (GeneralSecurityException _) {
      throw new DatabaseException("a row of " + CALLED + " is not by this log's key");
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
