package dev.gatehouse.recordings.store;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;

/** The payload keys in {@code keys.db}. Confined to one thread. */
final class SqliteKeys implements KeyDatabase {
  private final Connection connection;

  private SqliteKeys(Connection connection) {
    this.connection = connection;
  }

  /** Makes an empty database in {@code directory}, whatever was there. */
  static void create(DataDirectory directory) throws IOException, SQLException {
    Files.deleteIfExists(directory.keys());
    directory.createPrivate(directory.keys());
    try (SqliteKeys created = openForWriting(directory)) {
      for (String statement : KeyTable.tables("INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB")) {
        SqliteFile.execute(created.connection, statement);
      }
    }
  }

  static SqliteKeys openForWriting(DataDirectory directory) throws SQLException {
    // WAL, though writes are rare: a reader need not repair what a crash left in a rollback
    // journal.
    return new SqliteKeys(
        SqliteFile.openForWriting(
            directory.keys(),
            "journal_mode=wal",
            "synchronous=2",
            "fullfsync=1",
            "secure_delete=1"));
  }

  static SqliteKeys openForReading(DataDirectory directory) throws SQLException {
    return new SqliteKeys(SqliteFile.openForReading(directory.keys()));
  }

  @Override
  public <T> T read(Work<T> work) throws SQLException {
    return work.over(connection);
  }

  @Override
  public void write(Work<Integer> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.over(connection);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void writeWhileNobodyAppends(Work<Integer> work) throws SQLException {
    // Whoever calls this is the one that appends.
    write(work);
  }

  @Override
  public void scrub() throws SQLException {
    SqliteFile.emptyWal(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
