package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.merkle.TreeHashing;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The read side of a log's tables, beside running writers or on a copy. Confined to one thread.
 *
 * <p>Errors: {@code SQLException} also where rows are not of the expected shape, for then they were
 * tampered with or damaged.
 */
public interface EntryReader extends AutoCloseable {

  /** A signed checkpoint as it was kept: the size it was filed under, and the note. */
  record KeptCheckpoint(long size, String note) {}

  /** A leaf with its payload, which may have been erased or never been. */
  record StoredRow(StoredLeaf leaf, Optional<SealedPayload> payload) {}

  /** Which key sealed the payload of the entry at {@code index}. */
  record Sealing(long index, long key) {}

  /** Opens the log that {@code directory} holds, or says where it lies. */
  static EntryReader open(DataDirectory directory) throws IOException, SQLException {
    return Storage.of(directory).openReader();
  }

  /** What the log says of itself: {@code origin}, {@code key}. */
  default String meta(String name) throws SQLException {
    return metaIfSet(name).orElseThrow(() -> new SQLException("the log has no `" + name + "`"));
  }

  /** The same where it may be missing, or empty. */
  Optional<String> metaIfSet(String name) throws SQLException;

  /** The committed head. */
  Head head() throws SQLException;

  /** How many leaves there are, from first to last, whatever the head says. */
  long leafEnd() throws SQLException;

  /** At most {@code leavesMax} leaves from {@code fromIndex} on, in order. */
  List<StoredLeaf> leaves(long fromIndex, int leavesMax) throws SQLException;

  /** At most {@code rowsMax} leaves with their payloads from {@code fromIndex} on, in order. */
  List<StoredRow> rows(long fromIndex, int rowsMax) throws SQLException;

  /** Who sealed what: at most {@code max} payloads of entries from {@code fromIndex} on. */
  List<Sealing> sealings(long fromIndex, int max) throws SQLException;

  /** The keys whose erasure was begun and not completed. */
  List<Long> erasedKeys() throws SQLException;

  /** A full tile. */
  Optional<Tile> tile(int level, long index) throws SQLException;

  /** The signed checkpoint of the largest size. */
  Optional<KeptCheckpoint> newestCheckpoint() throws SQLException;

  /** All signed checkpoints that were kept, smallest first. */
  List<KeptCheckpoint> checkpoints() throws SQLException;

  /** What the database finds wrong with itself. */
  Optional<String> damage() throws SQLException;

  /**
   * The right edge of the tree when it had {@code size} leaves, from leaves and full tiles.
   *
   * <p>Errors: {@code SQLException} where some of them are missing.
   */
  default TileEdge edgeAt(long size) throws SQLException {
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

  @Override
  void close() throws SQLException;
}
