package dev.gatehouse.recordings.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.SQLiteConfig;

/**
 * How this module opens SQLite files.
 *
 * <p>Guarantee: each setting that durability hangs on is read back, for SQLite ignores what it does
 * not understand.
 */
final class SqliteFile {
  /** Longer than any neighbour's recovery of a WAL; a writer that waits longer has failed. */
  static final int BUSY_MILLIS = 5_000;

  /** Another checkpoint takes milliseconds; SQLite waits for readers, but not for that. */
  private static final Duration CHECKPOINT_PAUSE = Duration.ofMillis(5);

  private SqliteFile() {}

  /** Opens {@code file} for one writer, with {@code pragmas} of the form {@code name=value}. */
  static Connection openForWriting(Path file, String... pragmas) throws SQLException {
    requireFile(file);
    SQLiteConfig config = new SQLiteConfig();
    // The driver would ask for the last row's id behind each insert, in a statement of its own.
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try {
      set(connection, "busy_timeout=" + BUSY_MILLIS);
      for (String pragma : pragmas) {
        set(connection, pragma);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens {@code file} read-only, also beside a running writer and on a read-only medium. */
  static Connection openForReading(Path file) throws SQLException {
    requireFile(file);
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    boolean frozen =
        !Files.isWritable(file.resolveSibling("."))
            && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    return config.createConnection(
        frozen ? "jdbc:sqlite:file:" + file + "?immutable=1" : "jdbc:sqlite:" + file);
  }

  /** SQLite would make an empty one: a lost file must not pass for a new one. */
  private static void requireFile(Path file) throws SQLException {
    if (!Files.isRegularFile(file)) {
      throw new SQLException(file.getFileName() + " is missing");
    }
  }

  /** Sets one pragma and asserts that it took. */
  static void set(Connection connection, String pragma) throws SQLException {
    String name = pragma.substring(0, pragma.indexOf('='));
    String value = pragma.substring(pragma.indexOf('=') + 1);
    execute(connection, "PRAGMA " + pragma);
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA " + name)) {
      String found = row.next() ? row.getString(1) : "nothing";
      if (!found.toLowerCase(Locale.ROOT).equals(value)) {
        throw new SQLException("PRAGMA " + name + " is " + found + ", expected " + value);
      }
    }
  }

  /**
   * Moves all of the WAL into the database and empties it.
   *
   * <p>Errors: {@code SQLException} where a reader, or one checkpoint after the other, stands in
   * the way until the busy timeout ends: what was removed may still lie in the WAL then.
   */
  static void emptyWal(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + Duration.ofMillis(BUSY_MILLIS).toNanos();
    while (!isWalEmptied(connection)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new SQLException("a reader keeps old pages alive, try again when it is gone");
      }
      LockSupport.parkNanos(CHECKPOINT_PAUSE.toNanos());
    }
  }

  private static boolean isWalEmptied(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      return row.next() && row.getInt(1) == 0;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
