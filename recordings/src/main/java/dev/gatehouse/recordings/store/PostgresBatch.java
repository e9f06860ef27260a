package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one batch changes, sent as one list of statements: one round trip, whatever it holds.
 * Confined to one thread; used once.
 */
final class PostgresBatch {
  /** A day of busy seconds would be kept for nobody; these are for readers that compare. */
  private static final int CHECKPOINTS_KEPT = 1000;

  private final List<Long> entries = new ArrayList<>();
  private final List<byte[]> hashes = new ArrayList<>();
  private final List<byte[]> statements = new ArrayList<>();
  private final List<Optional<SealedPayload>> payloads = new ArrayList<>();
  private final List<Tile> tiles = new ArrayList<>();
  private final Map<String, Long> opened = new LinkedHashMap<>();
  private final List<String> closed = new ArrayList<>();
  private final List<Change> others = new ArrayList<>();
  private Optional<Head> head = Optional.empty();
  private boolean endsSession;

  /** A statement and its arguments. */
  private record Change(String sql, List<Object> arguments) {
    static Change of(String sql, Object... arguments) {
      return new Change(sql, List.of(arguments));
    }
  }

  void entry(EntryReader.StoredRow row) {
    entries.add(row.leaf().index());
    hashes.add(row.leaf().hash().toArray());
    statements.add(row.leaf().statement());
    payloads.add(row.payload());
  }

  void tile(Tile tile) {
    tiles.add(tile);
  }

  void open(String exchange, long index) {
    opened.put(exchange, index);
  }

  void close(String exchange) {
    if (opened.remove(exchange) == null) {
      closed.add(exchange);
    }
  }

  void head(Head next) {
    head = Optional.of(next);
  }

  void endSession() {
    endsSession = true;
  }

  /** Kept only where no node signed the same or a larger size: so no two say different things. */
  void checkpoint(long size, byte[] note) {
    others.add(
        Change.of(
            "INSERT INTO checkpoint SELECT ?, ?"
                + " WHERE NOT EXISTS (SELECT FROM checkpoint WHERE size >= ?)",
            size,
            note,
            size));
    others.add(
        Change.of(
            "DELETE FROM checkpoint WHERE size <="
                + " (SELECT size FROM checkpoint ORDER BY size DESC LIMIT 1 OFFSET ?)",
            CHECKPOINTS_KEPT));
  }

  void meta(String name, String value) {
    others.add(Change.of("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING", name, value));
  }

  void erase(long key, List<Long> erased) {
    others.add(Change.of("INSERT INTO erased_key VALUES (?) ON CONFLICT DO NOTHING", key));
    others.add(
        Change.of(
            "UPDATE entry SET key = NULL, sealed = NULL WHERE entry = ANY(?) AND key = ?",
            erased.toArray(Long[]::new),
            key));
  }

  void forgetErased(List<Long> keys) {
    others.add(
        Change.of("DELETE FROM erased_key WHERE key = ANY(?)", (Object) keys.toArray(Long[]::new)));
  }

  /**
   * Sends everything within the connection's transaction.
   *
   * <p>Errors: {@link StoreAwayException} where another node retired a key that was sealed with;
   * {@code SQLException} where another process took over this node.
   */
  int send(Connection connection, String node, String session) throws SQLException {
    List<Change> changes = new ArrayList<>();
    List<Long> keys = keys();
    changes.add(
        Change.of(
            "SELECT count(*) FROM gatehouse_keys.payload_key WHERE id = ANY(?) AND retired = 0",
            (Object) keys.toArray(Long[]::new)));
    // The head goes first: where another process took this node over, nothing else is tried.
    head.ifPresent(next -> changes.add(headChange(next, node, session)));
    addEntries(changes);
    addTiles(changes);
    addExchanges(changes, node);
    if (endsSession) {
      changes.add(
          Change.of("UPDATE node SET clean = true WHERE name = ? AND session = ?", node, session));
    }
    changes.addAll(others);
    send(connection, changes, keys.size());
    return changes.size();
  }

  private List<Long> keys() {
    TreeSet<Long> keys = new TreeSet<>();
    payloads.forEach(payload -> payload.ifPresent(used -> keys.add(used.keyId())));
    return List.copyOf(keys);
  }

  private static Change headChange(Head next, String node, String session) {
    return Change.of(
        "UPDATE head SET size = ?, subtrees = ?"
            + " WHERE EXISTS (SELECT FROM node WHERE name = ? AND session = ?)",
        next.size(),
        next.subtreeBytes(),
        node,
        session);
  }

  private void addEntries(List<Change> changes) {
    if (entries.isEmpty()) {
      return;
    }
    Long[] keyIds = new Long[payloads.size()];
    byte[][] sealed = new byte[payloads.size()][];
    for (int i = 0; i < payloads.size(); i++) {
      if (payloads.get(i).isPresent()) {
        keyIds[i] = payloads.get(i).get().keyId();
        sealed[i] = payloads.get(i).get().sealed();
      }
    }
    changes.add(
        Change.of(
            "INSERT INTO entry SELECT * FROM unnest(?, ?, ?, ?, ?)",
            entries.toArray(Long[]::new),
            hashes.toArray(byte[][]::new),
            statements.toArray(byte[][]::new),
            keyIds,
            sealed));
  }

  private void addTiles(List<Change> changes) {
    for (Tile tile : tiles) {
      changes.add(
          Change.of(
              "INSERT INTO tile VALUES (?, ?, ?)", tile.level(), tile.index(), tile.toArray()));
    }
  }

  private void addExchanges(List<Change> changes, String node) {
    if (!opened.isEmpty()) {
      changes.add(
          Change.of(
              "INSERT INTO open_exchange SELECT id, ?, request FROM unnest(?, ?) AS o(id, request)",
              node,
              opened.keySet().toArray(String[]::new),
              opened.values().toArray(Long[]::new)));
    }
    if (!closed.isEmpty()) {
      changes.add(
          Change.of(
              "DELETE FROM open_exchange WHERE id = ANY(?)",
              (Object) closed.toArray(String[]::new)));
    }
  }

  private void send(Connection connection, List<Change> changes, int keysExpected)
      throws SQLException {
    String sql = String.join(";", changes.stream().map(Change::sql).toList());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (Change change : changes) {
        for (Object argument : change.arguments()) {
          set(connection, statement, parameter++, argument);
        }
      }
      statement.execute();
      try (ResultSet row = statement.getResultSet()) {
        if (!row.next() || row.getInt(1) != keysExpected) {
          throw new StoreAwayException(
              "another node erased keys meanwhile", new SQLException("a key was retired"));
        }
      }
      if (head.isPresent()) {
        statement.getMoreResults();
        if (statement.getUpdateCount() != 1) {
          throw new SQLException("another process has taken over this node");
        }
      }
    }
  }

  private static void set(
      Connection connection, PreparedStatement statement, int parameter, Object argument)
      throws SQLException {
    if (argument instanceof Long[] numbers) {
      statement.setArray(parameter, connection.createArrayOf("int8", numbers));
    } else if (argument instanceof String[] texts) {
      statement.setArray(parameter, connection.createArrayOf("text", texts));
    } else if (argument instanceof byte[][] bytes) {
      statement.setArray(parameter, connection.createArrayOf("bytea", bytes));
    } else {
      statement.setObject(parameter, argument);
    }
  }
}
