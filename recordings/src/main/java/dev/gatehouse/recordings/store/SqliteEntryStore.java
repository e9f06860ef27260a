package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * The write side of {@code log.db}: a commit is one fsync of the WAL. Confined to one thread; an
 * instance whose {@link #commit} failed must not be used again.
 */
final class SqliteEntryStore implements EntryStore {
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

  /** Opens the log in {@code directory}. */
  static SqliteEntryStore open(DataDirectory directory) throws SQLException {
    Connection connection = SqliteStorage.openDatabase(directory);
    try {
      connection.setAutoCommit(false);
      return new SqliteEntryStore(connection, WalCheckpointer.start(directory));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Claim claim(String session) throws SQLException {
    List<String> open = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery("SELECT id FROM open_exchange ORDER BY request")) {
        while (row.next()) {
          open.add(row.getString(1));
        }
      }
      try (ResultSet row =
          statement.executeQuery("SELECT statement FROM entry ORDER BY entry DESC LIMIT 1")) {
        // A log without entries was made and never opened: nothing is missing from it.
        return new Claim(!row.next() || isShutdown(row.getBytes(1)), open);
      }
    } finally {
      connection.rollback();
    }
  }

  private static boolean isShutdown(byte[] statement) throws SQLException {
    try {
      return Leaf.parse(new String(statement, US_ASCII)).type().equals("shutdown");
    } catch (MalformedLeafException e) {
      throw new SQLException("the last entry is not a leaf", e);
    }
  }

  @Override
  public void endSession() {
    // One process has the log: that its last entry is a shutdown says it all.
  }

  @Override
  public List<Hash> begin(Head known) {
    // One process has the log, and the transaction begins with the first statement.
    return List.of();
  }

  @Override
  public void putEntry(EntryReader.StoredRow row) throws SQLException {
    insertEntry.setLong(1, row.leaf().index());
    insertEntry.setBytes(2, row.leaf().hash().toArray());
    insertEntry.setBytes(3, row.leaf().statement());
    if (row.payload().isPresent()) {
      insertEntry.setLong(4, row.payload().get().keyId());
      insertEntry.setBytes(5, row.payload().get().sealed());
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
    updateHead.setLong(1, head.size());
    updateHead.setBytes(2, head.subtreeBytes());
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
  public void putMeta(String name, long index, String value) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO meta VALUES (?, ?)")) {
      insert.setString(1, EntryStore.metaName(name, index));
      insert.setString(2, value);
      insert.executeUpdate();
    }
  }

  @Override
  public List<String> othersAtWork() {
    return List.of();
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
    connection.setAutoCommit(true);
    SqliteFile.set(connection, "busy_timeout=0");
    SqliteFile.execute(connection, "PRAGMA wal_checkpoint(RESTART)");
    SqliteFile.set(connection, "busy_timeout=" + SqliteFile.BUSY_MILLIS);
    connection.setAutoCommit(false);
  }

  @Override
  public void scrub() throws SQLException {
    connection.setAutoCommit(true);
    try {
      SqliteFile.emptyWal(connection);
    } finally {
      connection.setAutoCommit(false);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      checkpointer.close();
    }
  }
}
