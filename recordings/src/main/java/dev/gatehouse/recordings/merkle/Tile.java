package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of 1 to 256 neighbouring hashes of one level of the tree, where a level is eight of RFC
 * 6962.
 *
 * <p>Shape: 32 bytes a hash, one after the other. Units and ranges: {@code level} 0 holds leaf
 * hashes; at level 1 and above each hash is the root of a full tile below. Source: C2SP tlog-tiles,
 * "Merkle Tree".
 */
public record Tile(int level, long index, List<Hash> hashes) {
  /** The number of hashes of a full tile. */
  public static final int WIDTH = 256;

  public Tile {
    hashes = List.copyOf(hashes);
    if (level < 0 || level > 63 || index < 0) {
      throw new IllegalArgumentException("no tile at level " + level + " and index " + index);
    }
    if (hashes.isEmpty() || hashes.size() > WIDTH) {
      throw new IllegalArgumentException("a tile has 1 to 256 hashes, not " + hashes.size());
    }
  }

  /**
   * The tile in {@code bytes}.
   *
   * <p>Errors: {@code IllegalArgumentException} where they are not 1 to 256 hashes.
   */
  public static Tile of(int level, long index, byte[] bytes) {
    if (bytes.length % Hash.BYTES != 0) {
      throw new IllegalArgumentException("a tile is a multiple of 32 bytes, not " + bytes.length);
    }
    List<Hash> hashes = new ArrayList<>(bytes.length / Hash.BYTES);
    for (int offset = 0; offset < bytes.length; offset += Hash.BYTES) {
      hashes.add(Hash.of(bytes, offset, Hash.BYTES));
    }
    return new Tile(level, index, hashes);
  }

  public boolean full() {
    return hashes.size() == WIDTH;
  }

  /** The root of the hashes, which stands one level up if the tile is full. */
  public Hash root() {
    CompactRange range = CompactRange.empty();
    hashes.forEach(range::append);
    return range.root();
  }

  public byte[] toArray() {
    byte[] bytes = new byte[hashes.size() * Hash.BYTES];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(bytes, i * Hash.BYTES);
    }
    return bytes;
  }
}
