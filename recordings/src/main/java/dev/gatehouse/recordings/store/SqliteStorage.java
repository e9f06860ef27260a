package dev.gatehouse.recordings.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.SQLiteJDBCLoader;

/** A log in {@code log.db} and {@code keys.db} of its data directory. Immutable. */
public record SqliteStorage(DataDirectory directory) implements Storage {

  @Override
  public Engine engine() {
    return new Engine("sqlite", SQLiteJDBCLoader.getVersion());
  }

  @Override
  public String place() {
    return "log.db";
  }

  @Override
  public boolean holdsLog() throws SQLException {
    if (!Files.isRegularFile(directory.database())) {
      return false;
    }
    try (Connection connection = SqliteFile.openForReading(directory.database())) {
      int version = userVersion(connection);
      if (version != 0 && version != Schema.VERSION) {
        throw new SQLException(
            directory.database() + " has form " + version + ", expected " + Schema.VERSION);
      }
      return version != 0;
    }
  }

  private static int userVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public void prepareDirectory() {
    // All of its files were made with the log; whoever opens one says what is wrong with it.
  }

  @Override
  public boolean joins() {
    return false;
  }

  @Override
  public Optional<String> remains() {
    return Files.exists(directory.keys())
        ? Optional.of("there are payload keys, but neither guard nor log.db")
        : Optional.empty();
  }

  @Override
  public void create(String origin, SortedMap<String, String> keys)
      throws IOException, SQLException {
    MasterKey.create(directory);
    SqliteKeys.create(directory);
    directory.createPrivate(directory.database());
    try (Connection connection = openDatabase(directory)) {
      connection.setAutoCommit(false);
      Schema.create(connection);
      SortedMap<String, String> meta = new TreeMap<>(keys);
      meta.put("origin", origin);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO meta VALUES (?, ?)")) {
        for (Map.Entry<String, String> row : meta.entrySet()) {
          insert.setString(1, row.getKey());
          insert.setString(2, row.getValue());
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
    directory.sync();
  }

  /**
   * A log begins with a rollback journal, which a reader may not play back; then there is a WAL.
   */
  @Override
  public void rollBackMaking() throws SQLException {
    Path database = directory.database();
    if (Files.exists(database)
        && Files.exists(database.resolveSibling(database.getFileName() + "-journal"))) {
      try (Connection connection = SqliteFile.openForWriting(database)) {
        userVersion(connection);
      }
    }
  }

  @Override
  public EntryReader openReader() throws SQLException {
    if (!holdsLog()) {
      throw new SQLException("there is no log in " + directory.path());
    }
    Connection connection = SqliteFile.openForReading(directory.database());
    return SqlEntryReader.over(connection, "PRAGMA integrity_check(1)");
  }

  @Override
  public EntryReader openReaderOfOneMoment() throws SQLException {
    // Whoever needs it has the lock: nobody writes.
    return openReader();
  }

  @Override
  public EntryStore openStore() throws SQLException {
    return SqliteEntryStore.open(directory);
  }

  @Override
  public PayloadKeys openKeysForWriting() throws IOException, SQLException {
    MasterKey master = MasterKey.read(directory);
    return new PayloadKeys(new KeyTable(SqliteKeys.openForWriting(directory)), master);
  }

  @Override
  public PayloadKeys openKeysForReading() throws IOException, SQLException {
    MasterKey master = MasterKey.read(directory);
    return new PayloadKeys(new KeyTable(SqliteKeys.openForReading(directory)), master);
  }

  /** Opens the database with all that durability and erasure hang on. */
  static Connection openDatabase(DataDirectory directory) throws SQLException {
    return SqliteFile.openForWriting(
        directory.database(),
        "page_size=8192",
        "journal_mode=wal",
        "synchronous=2",
        "fullfsync=1",
        "secure_delete=1",
        "wal_autocheckpoint=0",
        "cell_size_check=1",
        "trusted_schema=0");
  }
}
