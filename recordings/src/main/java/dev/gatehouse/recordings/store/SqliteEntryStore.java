package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The write side of {@code log.db}: a commit is one fsync of the WAL. Confined to one thread; an
 * instance whose {@link #commit} failed must not be used again.
 */
public final class SqliteEntryStore implements EntryStore {
  /** A day of busy seconds would be kept for nobody; these are for readers that compare. */
  private static final int CHECKPOINTS_KEPT = 1000;

  private final Connection connection;
  private final WalCheckpointer checkpointer;
  private final PreparedStatement insertEntry;
  private final PreparedStatement insertTile;
  private final PreparedStatement insertExchange;
  private final PreparedStatement deleteExchange;
  private final PreparedStatement updateHead;

  private SqliteEntryStore(Connection connection, WalCheckpointer checkpointer)
      throws SQLException {
    this.connection = connection;
    this.checkpointer = checkpointer;
    insertEntry = connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?, ?, ?)");
    insertTile = connection.prepareStatement("INSERT INTO tile VALUES (?, ?, ?)");
    insertExchange = connection.prepareStatement("INSERT INTO open_exchange VALUES (?, ?)");
    deleteExchange = connection.prepareStatement("DELETE FROM open_exchange WHERE id = ?");
    updateHead = connection.prepareStatement("UPDATE head SET size = ?, subtrees = ?");
  }

  /** The version of SQLite, for the record. */
  public static String libraryVersion() {
    return SQLiteJDBCLoader.getVersion();
  }

  /** Whether {@code directory} holds a log whose making was completed. */
  public static boolean exists(DataDirectory directory) throws SQLException {
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

  /** Makes an empty log called {@code origin}; after a crash in here it is made anew. */
  public static void create(DataDirectory directory, String origin, String verifierKey)
      throws IOException, SQLException {
    PayloadKeys.create(directory);
    directory.createPrivate(directory.database());
    try (Connection connection = openDatabase(directory)) {
      connection.setAutoCommit(false);
      Schema.create(connection);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO meta VALUES ('origin', ?), ('key', ?)")) {
        insert.setString(1, origin);
        insert.setString(2, verifierKey);
        insert.executeUpdate();
      }
      connection.commit();
    }
    directory.sync();
  }

  /** Opens a log that {@link #exists}. */
  public static SqliteEntryStore open(DataDirectory directory) throws SQLException {
    Connection connection = openDatabase(directory);
    try {
      connection.setAutoCommit(false);
      return new SqliteEntryStore(connection, WalCheckpointer.start(directory));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
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

  @Override
  public List<Hash> begin(long size) {
    // One process has the log, and the transaction begins with the first statement.
    return List.of();
  }

  @Override
  public void putEntry(StoredLeaf leaf, Optional<SealedPayload> payload) throws SQLException {
    insertEntry.setLong(1, leaf.index());
    insertEntry.setBytes(2, leaf.hash().toArray());
    insertEntry.setBytes(3, leaf.statement());
    if (payload.isPresent()) {
      insertEntry.setLong(4, payload.get().keyId());
      insertEntry.setBytes(5, payload.get().sealed());
    } else {
      insertEntry.setNull(4, Types.INTEGER);
      insertEntry.setNull(5, Types.BLOB);
    }
    insertEntry.executeUpdate();
  }

  @Override
  public void putTile(Tile tile) throws SQLException {
    insertTile.setInt(1, tile.level());
    insertTile.setLong(2, tile.index());
    insertTile.setBytes(3, tile.toArray());
    insertTile.executeUpdate();
  }

  @Override
  public void openExchange(String exchange, long index) throws SQLException {
    insertExchange.setString(1, exchange);
    insertExchange.setLong(2, index);
    insertExchange.executeUpdate();
  }

  @Override
  public void closeExchange(String exchange) throws SQLException {
    deleteExchange.setString(1, exchange);
    deleteExchange.executeUpdate();
  }

  @Override
  public void putHead(Head head) throws SQLException {
    byte[] subtrees = new byte[head.subtrees().size() * Hash.BYTES];
    for (int i = 0; i < head.subtrees().size(); i++) {
      head.subtrees().get(i).copyTo(subtrees, i * Hash.BYTES);
    }
    updateHead.setLong(1, head.size());
    updateHead.setBytes(2, subtrees);
    updateHead.executeUpdate();
  }

  @Override
  public void putCheckpoint(long size, byte[] note) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO checkpoint VALUES (?, ?)")) {
      insert.setLong(1, size);
      insert.setBytes(2, note);
      insert.executeUpdate();
    }
    SqliteFile.execute(
        connection,
        "DELETE FROM checkpoint WHERE size <= "
            + "(SELECT size FROM checkpoint ORDER BY size DESC LIMIT 1 OFFSET "
            + CHECKPOINTS_KEPT
            + ")");
  }

  @Override
  public void erase(long key, List<Long> entries) throws SQLException {
    try (PreparedStatement remember =
            connection.prepareStatement("INSERT OR IGNORE INTO erased_key VALUES (?)");
        PreparedStatement remove =
            connection.prepareStatement(
                "UPDATE entry SET key = NULL, sealed = NULL WHERE entry = ? AND key = ?")) {
      remember.setLong(1, key);
      remember.executeUpdate();
      for (long entry : entries) {
        remove.setLong(1, entry);
        remove.setLong(2, key);
        remove.executeUpdate();
      }
    }
  }

  @Override
  public void forgetErased(List<Long> keys) throws SQLException {
    try (PreparedStatement forget =
        connection.prepareStatement("DELETE FROM erased_key WHERE key = ?")) {
      for (long key : keys) {
        forget.setLong(1, key);
        forget.executeUpdate();
      }
    }
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
  }

  /**
   * Starts the WAL from its beginning where it is long and no reader stands in the way; else
   * another time. A WAL that is always written to is never empty of its own accord.
   */
  @Override
  public void rest() throws SQLException {
    if (!checkpointer.walIsLong()) {
      return;
    }
    checkpointWal("RESTART", 0);
  }

  @Override
  public void scrub() throws SQLException {
    checkpointWal("TRUNCATE", SqliteFile.BUSY_MILLIS);
  }

  private void checkpointWal(String mode, int waitMillis) throws SQLException {
    connection.setAutoCommit(true);
    SqliteFile.set(connection, "busy_timeout=" + waitMillis);
    SqliteFile.execute(connection, "PRAGMA wal_checkpoint(" + mode + ")");
    SqliteFile.set(connection, "busy_timeout=" + SqliteFile.BUSY_MILLIS);
    connection.setAutoCommit(false);
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      checkpointer.close();
    }
  }
}
