package dev.gatehouse.recordings.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * A table in a database that is set up as many would: what the emulator must find out about, or,
 * with {@code FULL}, must let live. Thread-safe.
 */
final class TableStore implements AcknowledgingStore {
  private final Connection connection;
  private final PreparedStatement insert;
  private long next;

  /** Which database, and how it is asked for durability. */
  enum Kind {
    /** Fast, consistent, and not durable: a commit is not synced. */
    SQLITE_NORMAL("jdbc:sqlite:%s/control.db?journal_mode=WAL&synchronous=NORMAL"),
    /** The twin that must not be found to lose anything. */
    SQLITE_FULL("jdbc:sqlite:%s/control.db?journal_mode=WAL&synchronous=FULL"),
    /** With the setting that is meant to write each commit at once. */
    H2("jdbc:h2:file:%s/control;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");

    private final String url;

    Kind(String url) {
      this.url = url;
    }
  }

  TableStore(Kind kind, Path directory) throws IOException, SQLException {
    connection = DriverManager.getConnection(kind.url.formatted(directory));
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS entry(id BIGINT PRIMARY KEY, hash VARCHAR(44), text"
              + " VARCHAR)");
      try (ResultSet row = statement.executeQuery("SELECT COALESCE(MAX(id) + 1, 0) FROM entry")) {
        row.next();
        next = row.getLong(1);
      }
    }
    // That the names of its files would be lost says nothing of how it commits.
    Scribbler.sync(directory);
    connection.setAutoCommit(false);
    insert = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)");
  }

  @Override
  public synchronized String put(String name) throws SQLException {
    long id = next++;
    String hash = hash(name);
    insert.setLong(1, id);
    insert.setString(2, hash);
    insert.setString(3, name.repeat(20));
    insert.executeUpdate();
    connection.commit();
    return id + " " + hash;
  }

  /** What the table holds. */
  Map<Long, String> all() throws SQLException {
    Map<Long, String> all = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, hash FROM entry")) {
      while (row.next()) {
        all.put(row.getLong(1), row.getString(2));
      }
    }
    return all;
  }

  private static String hash(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
