package dev.gatehouse.recordings.merkle;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The hashes of a tree as its tiles have them. Confined to one thread.
 *
 * <p>Units and ranges: knows the tree up to the size that it was made for, which a running log may
 * have left behind. Guarantee: a proof reads at most two tiles for each eight levels; the tiles
 * used last are kept.
 */
public final class TileHashes<X extends Exception> implements TreeHashes<X> {
  /** Two tiles at each of the eight levels, and as many of the proof before. */
  private static final int TILES_MAX = 32;

  private final long size;
  private final Source<X> source;
  private final SequencedMap<Position, Tile> tiles =
      new LinkedHashMap<>(TILES_MAX * 2, 0.75f, true);

  public TileHashes(long size, Source<X> source) {
    this.size = size;
    this.source = source;
  }

  /** Where tiles are kept. */
  @FunctionalInterface
  public interface Source<X extends Exception> {
    /**
     * The tile at {@code level} and {@code index} with its first {@code width} hashes, or with
     * more. Above level 0 each of them is the root of the full tile below, where the tile itself is
     * not kept.
     *
     * <p>Errors: {@code X}, also where the tile is missing or has fewer.
     */
    Tile tile(int level, long index, int width) throws X;
  }

  private record Position(int level, long index) {}

  @Override
  public Hash subtree(int level, long index) throws X {
    if (level < 0 || level > 62 || index < 0 || index >= size >>> level) {
      throw new IllegalArgumentException(
          "no complete subtree " + index + " at level " + level + " of a tree of size " + size);
    }
    int height = level % 8;
    long first = index << height;
    int from = (int) (first % Tile.WIDTH);
    Tile tile = tile(level / 8, first / Tile.WIDTH);
    CompactRange range = CompactRange.empty();
    tile.hashes().subList(from, from + (1 << height)).forEach(range::append);
    return range.root();
  }

  private Tile tile(int level, long index) throws X {
    Position position = new Position(level, index);
    Tile tile = tiles.get(position);
    if (tile == null) {
      long rest = (size >>> (8 * level)) - index * Tile.WIDTH;
      tile = source.tile(level, index, (int) Math.min(Tile.WIDTH, rest));
      if (tiles.size() == TILES_MAX) {
        tiles.pollFirstEntry();
      }
      tiles.put(position, tile);
    }
    return tile;
  }
}
