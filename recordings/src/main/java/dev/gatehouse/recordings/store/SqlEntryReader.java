package dev.gatehouse.recordings.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
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
 * The read side of a log's tables, whose queries every database understands. Confined to one
 * thread.
 */
final class SqlEntryReader implements EntryReader {
  private final Connection connection;
  private final Optional<String> damageQuery;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private SqlEntryReader(Connection connection, Optional<String> damageQuery) {
    this.connection = connection;
    this.damageQuery = damageQuery;
  }

  /** Reads over {@code connection}, which it takes for its own. */
  static SqlEntryReader over(Connection connection) {
    return new SqlEntryReader(connection, Optional.empty());
  }

  /** The same for a database that {@code damageQuery} asks for its damage, or {@code ok}. */
  static SqlEntryReader over(Connection connection, String damageQuery) {
    return new SqlEntryReader(connection, Optional.of(damageQuery));
  }

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

  @Override
  public Optional<String> metaIfSet(String name) throws SQLException {
    // What was said last counts; the names of later rows end in the entry from which on they do.
    return query(
            "SELECT value FROM meta WHERE name = ? OR name LIKE ?"
                + " ORDER BY length(name) DESC, name DESC LIMIT 1",
            row -> text(row, 1),
            name,
            name + "@%")
        .stream()
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  @Override
  public Head head() throws SQLException {
    return query("SELECT size, subtrees FROM head", row -> Head.of(row.getLong(1), bytes(row, 2)))
        .stream()
        .findFirst()
        .orElseThrow(() -> new SQLException("the log has no head"));
  }

  @Override
  public long leafEnd() throws SQLException {
    return query("SELECT coalesce(max(entry), -1) + 1 FROM entry", row -> row.getLong(1))
        .getFirst();
  }

  @Override
  public List<StoredLeaf> leaves(long fromIndex, int leavesMax) throws SQLException {
    return query(
        "SELECT entry, hash, statement FROM entry WHERE entry >= ? ORDER BY entry LIMIT ?",
        SqlEntryReader::leaf,
        fromIndex,
        leavesMax);
  }

  @Override
  public List<StoredRow> rows(long fromIndex, int rowsMax) throws SQLException {
    return query(
        "SELECT entry, hash, statement, key, sealed FROM entry WHERE entry >= ? ORDER BY entry"
            + " LIMIT ?",
        row -> new StoredRow(leaf(row), payload(row)),
        fromIndex,
        rowsMax);
  }

  private static StoredLeaf leaf(ResultSet row) throws SQLException {
    return new StoredLeaf(row.getLong(1), Hash.of(bytes(row, 2)), bytes(row, 3));
  }

  private static Optional<SealedPayload> payload(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(5);
    return sealed == null
        ? Optional.empty()
        : Optional.of(new SealedPayload(row.getLong(4), sealed));
  }

  @Override
  public List<Sealing> sealings(long fromIndex, int max) throws SQLException {
    return query(
        "SELECT entry, key FROM entry WHERE entry >= ? AND key IS NOT NULL ORDER BY entry LIMIT ?",
        row -> new Sealing(row.getLong(1), row.getLong(2)),
        fromIndex,
        max);
  }

  @Override
  public List<Long> erasedKeys() throws SQLException {
    return query("SELECT key FROM erased_key ORDER BY key", row -> row.getLong(1));
  }

  @Override
  public Optional<Tile> tile(int level, long index) throws SQLException {
    return query(
            "SELECT hashes FROM tile WHERE level = ? AND tile = ?",
            row -> Tile.of(level, index, bytes(row, 1)),
            level,
            index)
        .stream()
        .findFirst();
  }

  @Override
  public Optional<KeptCheckpoint> newestCheckpoint() throws SQLException {
    return query(
            "SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1",
            SqlEntryReader::checkpoint)
        .stream()
        .findFirst();
  }

  @Override
  public List<KeptCheckpoint> checkpoints() throws SQLException {
    return query("SELECT size, note FROM checkpoint ORDER BY size", SqlEntryReader::checkpoint);
  }

  private static KeptCheckpoint checkpoint(ResultSet row) throws SQLException {
    byte[] note = bytes(row, 2);
    return new KeptCheckpoint(row.getLong(1), new String(note, UTF_8));
  }

  @Override
  public Optional<String> damage() throws SQLException {
    return damageQuery.isEmpty()
        ? Optional.empty()
        : query(damageQuery.get(), row -> text(row, 1)).stream()
            .filter(line -> !line.equals("ok"))
            .findFirst();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
