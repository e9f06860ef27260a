package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import java.sql.SQLException;
import java.util.List;

/**
 * The write side of a log's tables, one batch after the other: {@link #begin}, puts, {@link
 * #commit}. Confined to one thread.
 *
 * <p>Guarantee: everything that was put since {@link #begin} becomes durable by {@link #commit},
 * all or nothing; whoever gets an {@code SQLException} from it does not know which. Between the two
 * nobody else appends to the log.
 *
 * <p>Errors: {@link StoreAwayException} where the database cannot be reached just now: nothing that
 * was put since {@link #begin} may be taken for durable or for gone, until another {@link #begin}
 * has shown what the log holds.
 */
public interface EntryStore extends AutoCloseable {

  /**
   * What the session before this one left behind.
   *
   * <p>Units and ranges: {@code clean} tells whether it ended in order; {@code openExchanges} are
   * those whose request has no closing entry, in the order of their requests.
   */
  record Claim(boolean clean, List<String> openExchanges) {
    public Claim {
      openExchanges = List.copyOf(openExchanges);
    }
  }

  /**
   * Makes {@code session} the one that may append. Where several nodes write one log, each has one
   * session: the one before it appends nothing from now on, should it still run.
   */
  Claim claim(String session) throws SQLException;

  /** Notes that the session ends in order with this batch. */
  void endSession() throws SQLException;

  /**
   * Begins a batch behind the log's end.
   *
   * <p>Errors: {@code SQLException} also where the log is no longer the one that {@code known} was
   * the head of: acknowledged entries are lost, or were replaced.
   *
   * @param known how far the caller knows the log
   * @return the leaf hashes that others appended since, in order: none where nobody else writes
   */
  List<Hash> begin(Head known) throws SQLException;

  /** Puts the next entry; its payload is sealed for its leaf. */
  void putEntry(EntryReader.StoredRow row) throws SQLException;

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
   * Says something else of the log from the entry {@code index} on. What was said before stays in
   * {@code meta}: each row is added, and none is changed.
   */
  void putMeta(String name, long index, String value) throws SQLException;

  /** The name of the row that says it. */
  static String metaName(String name, long index) {
    return "%s@%018d".formatted(name, index);
  }

  /** The nodes beside this one that have the log open, or did not end in order. */
  List<String> othersAtWork() throws SQLException;

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
