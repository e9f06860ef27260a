package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a growing tree, cut in tiles: hands out each tile when it is full and keeps the
 * partial ones. Confined to one thread.
 *
 * <p>Guarantee: {@link #append} costs two hashes on average; {@link #root} one for each bit of the
 * size.
 */
public final class TileEdge {
  private final List<List<Hash>> partial = new ArrayList<>();
  private final CompactRange range;

  private TileEdge(CompactRange range) {
    this.range = range;
  }

  /** The edge of the tree without leaves. */
  public static TileEdge empty() {
    return new TileEdge(CompactRange.empty());
  }

  /**
   * The edge of a tree of {@code size} leaves whose partial tile at each level holds {@code
   * hashes.get(level)}.
   *
   * <p>Errors: {@code IllegalArgumentException} where the hashes are not as many as the size asks
   * for.
   */
  public static TileEdge of(long size, List<List<Hash>> hashes) {
    List<Hash> subtrees = new ArrayList<>();
    for (int level = hashes.size() - 1; level >= 0; level--) {
      int width = partialWidth(size, level);
      List<Hash> row = hashes.get(level);
      if (row.size() != width) {
        throw new IllegalArgumentException(
            "level " + level + " of a tree of " + size + " expected " + width + " hashes");
      }
      CompactRange rowRange = CompactRange.empty();
      row.forEach(rowRange::append);
      subtrees.addAll(rowRange.subtrees());
    }
    TileEdge edge = new TileEdge(CompactRange.of(size, subtrees));
    hashes.forEach(row -> edge.partial.add(new ArrayList<>(row)));
    return edge;
  }

  /** The same edge, which grows apart from this one. */
  public TileEdge copy() {
    TileEdge copy = new TileEdge(range());
    partial.forEach(row -> copy.partial.add(new ArrayList<>(row)));
    return copy;
  }

  /** How many hashes the partial tile at {@code level} of a tree of {@code size} leaves has. */
  public static int partialWidth(long size, int level) {
    return level > 7 ? 0 : (int) ((size >>> (8 * level)) & 0xff);
  }

  /** How many levels of tiles a tree of {@code size} leaves has. */
  public static int levels(long size) {
    return (64 - Long.numberOfLeadingZeros(size) + 7) / 8;
  }

  /** Lets the tree grow by one leaf and returns the tiles that became full by it, lowest first. */
  public List<Tile> append(Hash leafHash) {
    range.append(leafHash);
    List<Tile> filled = new ArrayList<>();
    Hash hash = leafHash;
    for (int level = 0; ; level++) {
      if (level == partial.size()) {
        partial.add(new ArrayList<>());
      }
      List<Hash> row = partial.get(level);
      row.add(hash);
      if (row.size() < Tile.WIDTH) {
        return filled;
      }
      Tile tile = new Tile(level, (range.size() >>> (8 * (level + 1))) - 1, row);
      filled.add(tile);
      row.clear();
      hash = tile.root();
    }
  }

  /** The tiles that are not full, lowest first; none where a level ends at a tile's border. */
  public List<Tile> partialTiles() {
    List<Tile> tiles = new ArrayList<>();
    for (int level = 0; level < partial.size(); level++) {
      if (!partial.get(level).isEmpty()) {
        tiles.add(new Tile(level, range.size() >>> (8 * (level + 1)), partial.get(level)));
      }
    }
    return tiles;
  }

  public long size() {
    return range.size();
  }

  /** The subtrees that make up the tree now. */
  public CompactRange range() {
    return CompactRange.of(range.size(), range.subtrees());
  }

  public Hash root() {
    return range.root();
  }
}
