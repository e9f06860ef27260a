package dev.gatehouse.gateway.limits;

import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.gateway.database.Statements;
import dev.gatehouse.policies.limit.MemoryLimitStore.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file of counts, in SQLite. Confined to one thread.
 *
 * <p>Guarantee: what {@link #write} returned from outlives the process, and for the most part a
 * power cut: it is not synced each time, for a count is no evidence. The file stays whole in any
 * case.
 */
final class CountFile implements AutoCloseable {
  private static final String TABLE =
      """
      CREATE TABLE count(
        name TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        until INTEGER NOT NULL,
        used INTEGER NOT NULL) WITHOUT ROWID
      """;

  private static final String PUT =
      """
      INSERT INTO count VALUES (?, ?, ?, ?)
      ON CONFLICT(name) DO UPDATE SET until = excluded.until, used = excluded.used
      """;

  private final Connection connection;

  private CountFile(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the file, and makes it where there is none.
   *
   * @throws IOException where it is broken or not ours; it is left as it is
   */
  static CountFile open(Path file) throws IOException {
    SqliteDatabase database =
        new SqliteDatabase(
            file, "it", "1", List.of("journal_mode=wal", "synchronous=1"), List.of(TABLE));
    try {
      Connection connection = database.connect(true).orElseThrow();
      try {
        String check = Statements.answer(connection, "PRAGMA quick_check(1)");
        if (!check.equals("ok")) {
          throw new SQLException(check);
        }
        connection.setAutoCommit(false);
        return new CountFile(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new IOException(
          "%s cannot be read (%s): move it away to begin every limit anew"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** All counts that are not over at {@code now}; the others are removed. */
  Map<String, Count> read(long now) throws SQLException {
    dropOver(now);
    Map<String, Count> counts = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name, owner, until, used FROM count")) {
      while (row.next()) {
        counts.put(row.getString(1), new Count(row.getString(2), row.getLong(3), row.getInt(4)));
      }
    }
    return counts;
  }

  /** Keeps these counts, all or none. */
  void write(Map<String, Count> counts) throws SQLException {
    try (PreparedStatement put = connection.prepareStatement(PUT)) {
      for (Map.Entry<String, Count> entry : counts.entrySet()) {
        put.setString(1, entry.getKey());
        put.setString(2, entry.getValue().owner());
        put.setLong(3, entry.getValue().until());
        put.setInt(4, entry.getValue().used());
        put.addBatch();
      }
      put.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Removes what is over at {@code now}. */
  void dropOver(long now) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM count WHERE until <= ?")) {
      delete.setLong(1, now);
      delete.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
