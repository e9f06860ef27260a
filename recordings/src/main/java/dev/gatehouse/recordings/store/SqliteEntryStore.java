package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The write side of {@code log.db}. Confined to one thread.
 *
 * <p>Guarantee: everything that was put since the last {@link #commit} becomes durable by the next
 * one, all or nothing, with one fsync; whoever gets an {@code SQLException} from it does not know
 * which, and must not use this store again.
 */
public final class SqliteEntryStore implements AutoCloseable {
  /** A day of busy seconds would be kept for nobody; these are for readers that compare. */
  private static final int CHECKPOINTS_KEPT = 1000;

  private final Connection connection;
  private final PreparedStatement insertLeaf;
  private final PreparedStatement insertPayload;
  private final PreparedStatement insertTile;
  private final PreparedStatement insertExchange;
  private final PreparedStatement closeExchange;
  private final PreparedStatement selectExchange;
  private final PreparedStatement updateHead;

  private SqliteEntryStore(Connection connection) throws SQLException {
    this.connection = connection;
    insertLeaf = connection.prepareStatement("INSERT INTO leaf VALUES (?, ?, ?)");
    insertPayload = connection.prepareStatement("INSERT INTO payload VALUES (?, ?, ?, ?)");
    insertTile = connection.prepareStatement("INSERT INTO tile VALUES (?, ?, ?)");
    insertExchange = connection.prepareStatement("INSERT INTO exchange VALUES (?, ?, NULL)");
    closeExchange = connection.prepareStatement("UPDATE exchange SET closing = ? WHERE id = ?");
    selectExchange = connection.prepareStatement("SELECT 1 FROM exchange WHERE id = ?");
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
      return new SqliteEntryStore(connection);
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

  public void putLeaf(StoredLeaf leaf) throws SQLException {
    insertLeaf.setLong(1, leaf.index());
    insertLeaf.setBytes(2, leaf.hash().toArray());
    insertLeaf.setBytes(3, leaf.statement());
    insertLeaf.executeUpdate();
  }

  public void putPayload(SealedPart part) throws SQLException {
    insertPayload.setLong(1, part.index());
    insertPayload.setString(2, part.part());
    insertPayload.setLong(3, part.keyId());
    insertPayload.setBytes(4, part.sealed());
    insertPayload.executeUpdate();
  }

  public void putTile(Tile tile) throws SQLException {
    insertTile.setInt(1, tile.level());
    insertTile.setLong(2, tile.index());
    insertTile.setBytes(3, tile.toArray());
    insertTile.executeUpdate();
  }

  /** Notes that the entry at {@code index} opens or closes the exchange of {@code leaf}. */
  public void putExchange(Leaf leaf, long index) throws SQLException {
    if (leaf.opensExchange()) {
      insertExchange.setString(1, leaf.word("ex").orElseThrow());
      insertExchange.setLong(2, index);
      insertExchange.executeUpdate();
    } else if (leaf.closesExchange()) {
      closeExchange.setLong(1, index);
      closeExchange.setString(2, leaf.word("ex").orElseThrow());
      closeExchange.executeUpdate();
    }
  }

  /** Whether a request with this exchange was ever put. */
  public boolean knowsExchange(String exchange) throws SQLException {
    selectExchange.setString(1, exchange);
    try (ResultSet row = selectExchange.executeQuery()) {
      return row.next();
    }
  }

  public void putHead(Head head) throws SQLException {
    byte[] subtrees = new byte[head.subtrees().size() * Hash.BYTES];
    for (int i = 0; i < head.subtrees().size(); i++) {
      head.subtrees().get(i).copyTo(subtrees, i * Hash.BYTES);
    }
    updateHead.setLong(1, head.size());
    updateHead.setBytes(2, subtrees);
    updateHead.executeUpdate();
  }

  /** Keeps the signed checkpoint of {@code size}, and lets the oldest one go. */
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

  /** Makes everything since the last commit durable. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /**
   * Starts the WAL from its beginning where no reader stands in the way; else another time. A WAL
   * that is always written to is never empty of its own accord.
   */
  public void restartWal() throws SQLException {
    connection.setAutoCommit(true);
    SqliteFile.set(connection, "busy_timeout=0");
    SqliteFile.execute(connection, "PRAGMA wal_checkpoint(RESTART)");
    SqliteFile.set(connection, "busy_timeout=5000");
    connection.setAutoCommit(false);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
