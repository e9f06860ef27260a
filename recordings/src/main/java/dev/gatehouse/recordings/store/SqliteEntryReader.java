package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The read side of {@code log.db}, beside a running writer or on a copy. Confined to one thread.
 *
 * <p>Errors: {@code SQLException} also where rows are not of the expected shape, for then the file
 * was tampered with or damaged.
 */
public final class SqliteEntryReader implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private SqliteEntryReader(Connection connection) {
    this.connection = connection;
  }

  /** Opens the log in {@code directory}, which must exist. */
  public static SqliteEntryReader open(DataDirectory directory) throws SQLException {
    if (!SqliteEntryStore.exists(directory)) {
      throw new SQLException("there is no log in " + directory.path());
    }
    return new SqliteEntryReader(SqliteFile.openForReading(directory.database()));
  }

  /** A signed checkpoint as it was kept: the size it was filed under, and the note. */
  public record KeptCheckpoint(long size, String note) {}

  /** Turns one row into what it stands for. */
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, RowReader<T> reader, Object... arguments)
      throws SQLException {
    try {
      PreparedStatement select = prepared(sql);
      for (int i = 0; i < arguments.length; i++) {
        select.setObject(i + 1, arguments[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    } catch (IllegalArgumentException e) {
      throw new SQLException("a row of an unexpected shape", e);
    }
  }

  /** Prepared once: a log is read with the same few statements over and over. */
  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  /** What the log was made with: {@code origin}, {@code key}. */
  public String meta(String name) throws SQLException {
    return query("SELECT value FROM meta WHERE name = ?", row -> text(row, 1), name).stream()
        .findFirst()
        .orElseThrow(() -> new SQLException("the log has no `" + name + "`"));
  }

  /** The committed head. */
  public Head head() throws SQLException {
    return query("SELECT size, subtrees FROM head", SqliteEntryReader::head).stream()
        .findFirst()
        .orElseThrow(() -> new SQLException("the log has no head"));
  }

  private static Head head(ResultSet row) throws SQLException {
    byte[] bytes = bytes(row, 2);
    List<Hash> subtrees = new ArrayList<>();
    for (int offset = 0; offset < bytes.length; offset += Hash.BYTES) {
      subtrees.add(Hash.of(bytes, offset, Math.min(Hash.BYTES, bytes.length - offset)));
    }
    return new Head(row.getLong(1), subtrees);
  }

  /** How many leaves there are, from first to last, whatever the head says. */
  public long leafEnd() throws SQLException {
    return query("SELECT coalesce(max(entry), -1) + 1 FROM leaf", row -> row.getLong(1)).getFirst();
  }

  /** At most {@code leavesMax} leaves from {@code fromIndex} on, in order. */
  public List<StoredLeaf> leaves(long fromIndex, int leavesMax) throws SQLException {
    return query(
        "SELECT entry, hash, statement FROM leaf WHERE entry >= ? ORDER BY entry LIMIT ?",
        row -> new StoredLeaf(row.getLong(1), Hash.of(bytes(row, 2)), bytes(row, 3)),
        fromIndex,
        leavesMax);
  }

  /** The sealed parts of the entry at {@code index}, in the order of their names. */
  public List<SealedPart> payload(long index) throws SQLException {
    return query(
        "SELECT entry, part, key, sealed FROM payload WHERE entry = ? ORDER BY part",
        row -> new SealedPart(row.getLong(1), text(row, 2), row.getLong(3), bytes(row, 4)),
        index);
  }

  /** How many parts lie before {@code endIndex}. */
  public long payloadCount(long endIndex) throws SQLException {
    return query("SELECT count(*) FROM payload WHERE entry < ?", row -> row.getLong(1), endIndex)
        .getFirst();
  }

  /** A full tile. */
  public Optional<Tile> tile(int level, long index) throws SQLException {
    return query(
            "SELECT hashes FROM tile WHERE level = ? AND tile = ?",
            row -> Tile.of(level, index, bytes(row, 1)),
            level,
            index)
        .stream()
        .findFirst();
  }

  /** How many full tiles there are. */
  public long tileCount() throws SQLException {
    return query("SELECT count(*) FROM tile", row -> row.getLong(1)).getFirst();
  }

  /** The signed checkpoint of the largest size. */
  public Optional<KeptCheckpoint> newestCheckpoint() throws SQLException {
    return query(
            "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1",
            SqliteEntryReader::checkpoint)
        .stream()
        .findFirst();
  }

  /** All signed checkpoints that were kept, smallest first. */
  public List<KeptCheckpoint> checkpoints() throws SQLException {
    return query("SELECT size, note FROM checkpoint ORDER BY size", SqliteEntryReader::checkpoint);
  }

  private static KeptCheckpoint checkpoint(ResultSet row) throws SQLException {
    byte[] note = bytes(row, 2);
    return new KeptCheckpoint(row.getLong(1), new String(note, UTF_8));
  }

  /** The exchanges whose request has no closing entry, in the order of their requests. */
  public List<String> openExchanges() throws SQLException {
    return query(
        "SELECT id FROM exchange WHERE closing IS NULL ORDER BY request", row -> text(row, 1));
  }

  /**
   * The right edge of the tree when it had {@code size} leaves, from leaves and full tiles.
   *
   * <p>Errors: {@code SQLException} where some of them are missing.
   */
  public TileEdge edgeAt(long size) throws SQLException {
    List<List<Hash>> rows = new ArrayList<>();
    for (int level = 0; level < TileEdge.levels(size); level++) {
      long end = size >>> (8 * level);
      long start = end - TileEdge.partialWidth(size, level);
      rows.add(level == 0 ? leafHashes(start, end) : tileRoots(level - 1, start, end));
    }
    try {
      return TileEdge.of(size, rows);
    } catch (IllegalArgumentException e) {
      throw new SQLException("the log's right edge at " + size + " is not complete", e);
    }
  }

  private List<Hash> leafHashes(long start, long end) throws SQLException {
    return leaves(start, (int) (end - start)).stream()
        .filter(leaf -> leaf.index() < end)
        .map(leaf -> TreeHashing.leaf(leaf.statement()))
        .toList();
  }

  private List<Hash> tileRoots(int level, long start, long end) throws SQLException {
    List<Hash> roots = new ArrayList<>();
    for (long index = start; index < end; index++) {
      tile(level, index).filter(Tile::full).ifPresent(tile -> roots.add(tile.root()));
    }
    return roots;
  }

  /** What SQLite finds wrong with the file itself. */
  public Optional<String> damage() throws SQLException {
    return query("PRAGMA integrity_check(1)", row -> text(row, 1)).stream()
        .filter(line -> !line.equals("ok"))
        .findFirst();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
