package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The write side of a log's tables, one batch after the other: {@link #begin}, puts, {@link
 * #commit}. Confined to one thread.
 *
 * <p>Guarantee: everything that was put since {@link #begin} becomes durable by {@link #commit},
 * all or nothing; whoever gets an {@code SQLException} from it does not know which. Between the two
 * nobody else appends to the log.
 */
public interface EntryStore extends AutoCloseable {

  /**
   * Begins a batch behind the log's end.
   *
   * @param size how far the caller knows the log
   * @return the leaf hashes that others appended since, in order: none where nobody else writes
   */
  List<Hash> begin(long size) throws SQLException;

  /** Puts the next entry; a payload is sealed for this leaf. */
  void putEntry(StoredLeaf leaf, Optional<SealedPayload> payload) throws SQLException;

  /** Puts a tile that became full. */
  void putTile(Tile tile) throws SQLException;

  /** Notes that the request at {@code index} opens {@code exchange}. */
  void openExchange(String exchange, long index) throws SQLException;

  /** Forgets an exchange that got its closing entry. */
  void closeExchange(String exchange) throws SQLException;

  /** Moves the log's end. */
  void putHead(Head head) throws SQLException;

  /** Keeps the signed checkpoint of {@code size}, and lets the oldest one go. */
  void putCheckpoint(long size, byte[] note) throws SQLException;

  /**
   * Removes the payloads of {@code entries}, which {@code key} sealed, and remembers that the key
   * is to be destroyed.
   */
  void erase(long key, List<Long> entries) throws SQLException;

  /** Forgets keys that were destroyed. */
  void forgetErased(List<Long> keys) throws SQLException;

  /** Makes everything since {@link #begin} durable. */
  void commit() throws SQLException;

  /** Does what is better done between two batches than in one. */
  void rest() throws SQLException;

  /**
   * Leaves nothing of what was removed in files of the database's own, as far as readers allow.
   * Between two batches only.
   */
  void scrub() throws SQLException;

  @Override
  void close() throws SQLException;
}
