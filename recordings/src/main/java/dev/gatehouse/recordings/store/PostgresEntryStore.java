package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The write side of a log in PostgreSQL that several nodes share. Confined to one thread.
 *
 * <p>A batch holds the lock of the one row of {@code head} from {@link #begin} to {@link #commit}:
 * it ends with the transaction, also where that ends by a failover or behind a pooler, and a batch
 * whose connection was lost is decided before the next one gets it. What is put is kept back and
 * sent at once, so that the lock is held for two round trips and the server's fsync.
 */
final class PostgresEntryStore implements EntryStore {
  /** A node that follows the log is at most some seconds behind; one that slept may start anew. */
  private static final long BEHIND_MAX = 1_000_000;

  private final PostgresConnection connection;
  private final String node;
  private String session = "";
  private PostgresBatch batch = new PostgresBatch();

  PostgresEntryStore(PostgresConnection connection, String node) {
    this.connection = connection;
    this.node = node;
  }

  @Override
  public Claim claim(String newSession) throws SQLException {
    Claim claim =
        connection.within(
            connected -> {
              head(connected);
              boolean clean = endedInOrder(connected);
              try (PreparedStatement upsert =
                  connected.prepareStatement(
                      "INSERT INTO node VALUES (?, ?, false) ON CONFLICT(name) DO UPDATE"
                          + " SET session = excluded.session, clean = false")) {
                upsert.setString(1, node);
                upsert.setString(2, newSession);
                upsert.executeUpdate();
              }
              return new Claim(clean, openExchanges(connected));
            });
    connection.commit();
    session = newSession;
    return claim;
  }

  private boolean endedInOrder(Connection connected) throws SQLException {
    try (PreparedStatement select =
        connected.prepareStatement("SELECT clean FROM node WHERE name = ?")) {
      select.setString(1, node);
      try (ResultSet row = select.executeQuery()) {
        // Nothing is missing from a node that was never there.
        return !row.next() || row.getBoolean(1);
      }
    }
  }

  private List<String> openExchanges(Connection connected) throws SQLException {
    List<String> open = new ArrayList<>();
    try (PreparedStatement select =
        connected.prepareStatement(
            "SELECT id FROM open_exchange WHERE node = ? ORDER BY request")) {
      select.setString(1, node);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          open.add(row.getString(1));
        }
      }
    }
    return open;
  }

  @Override
  public void endSession() {
    batch.endSession();
  }

  @Override
  public List<Hash> begin(Head known) throws SQLException {
    batch = new PostgresBatch();
    return connection.within(connected -> since(connected, known));
  }

  private static List<Hash> since(Connection connected, Head known) throws SQLException {
    Head head = head(connected);
    if (head.size() < known.size()) {
      throw new SQLException(
          "acknowledged entries are lost: this node has seen %d, the log ends after %d"
              .formatted(known.size(), head.size()));
    }
    long behind = head.size() - known.size();
    if (behind > BEHIND_MAX) {
      throw new SQLException(
          "this node is %d entries behind, expected at most %d: start it anew"
              .formatted(behind, BEHIND_MAX));
    }
    List<Hash> since = behind == 0 ? List.of() : hashes(connected, known.size(), head.size());
    CompactRange range = CompactRange.of(known.size(), known.subtrees());
    since.forEach(range::append);
    if (!range.subtrees().equals(head.subtrees())) {
      throw new SQLException(
          "acknowledged entries were replaced: the log's head at %d does not continue what this"
                  .formatted(head.size())
              + " node has seen");
    }
    return since;
  }

  private static Head head(Connection connected) throws SQLException {
    try (PreparedStatement select =
            connected.prepareStatement("SELECT size, subtrees FROM head FOR UPDATE");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the log has no head");
      }
      return Head.of(row.getLong(1), row.getBytes(2));
    } catch (IllegalArgumentException e) {
      throw new SQLException("the log's head is of an unexpected shape", e);
    }
  }

  /** In a statement of its own: only now does it see what was committed while we waited. */
  private static List<Hash> hashes(Connection connected, long from, long to) throws SQLException {
    List<Hash> hashes = new ArrayList<>();
    try (PreparedStatement select =
        connected.prepareStatement(
            "SELECT hash FROM entry WHERE entry >= ? AND entry < ? ORDER BY entry")) {
      select.setLong(1, from);
      select.setLong(2, to);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          hashes.add(Hash.of(row.getBytes(1)));
        }
      }
    }
    if (hashes.size() != to - from) {
      throw new SQLException("entries between %d and %d are missing".formatted(from, to));
    }
    return hashes;
  }

  @Override
  public void putEntry(EntryReader.StoredRow row) {
    batch.entry(row);
  }

  @Override
  public void putTile(Tile tile) {
    batch.tile(tile);
  }

  @Override
  public void openExchange(String exchange, long index) {
    batch.open(exchange, index);
  }

  @Override
  public void closeExchange(String exchange) {
    batch.close(exchange);
  }

  @Override
  public void putHead(Head head) {
    batch.head(head);
  }

  @Override
  public void putCheckpoint(long size, byte[] note) {
    batch.checkpoint(size, note);
  }

  @Override
  public void putMeta(String name, long index, String value) {
    batch.meta(EntryStore.metaName(name, index), value);
  }

  @Override
  public List<String> othersAtWork() throws SQLException {
    return connection.read(
        connected -> {
          List<String> others = new ArrayList<>();
          try (PreparedStatement select =
              connected.prepareStatement(
                  "SELECT name FROM node WHERE name <> ? AND NOT clean ORDER BY name")) {
            select.setString(1, node);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                others.add(row.getString(1));
              }
            }
          }
          return others;
        });
  }

  @Override
  public void erase(long key, List<Long> entries) {
    batch.erase(key, entries);
  }

  @Override
  public void forgetErased(List<Long> keys) {
    batch.forgetErased(keys);
  }

  @Override
  public void commit() throws SQLException {
    PostgresBatch whole = batch;
    batch = new PostgresBatch();
    connection.within(connected -> whole.send(connected, node, session));
    connection.commit();
  }

  @Override
  public void rest() {
    // The server looks after itself.
  }

  @Override
  public void scrub() {
    // What was removed is dropped by the server's housekeeping; the tables' owner may hasten it.
  }

  @Override
  public void close() {
    connection.close();
  }
}
