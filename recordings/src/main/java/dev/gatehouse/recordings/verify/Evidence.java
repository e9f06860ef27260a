package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundleForm;
import dev.gatehouse.recordings.merkle.Tile;

/**
 * What each block of a bundle is checked against. Immutable, thread-safe.
 *
 * <p>Units and ranges: {@code size} is the number of entries that were signed. Where {@code
 * hashesAreSigned}, the leaf hashes give the signed root, and tell which entry is bad.
 */
record Evidence(
    BundleContent content,
    BundleForm form,
    long size,
    boolean hashesAreSigned,
    ErasedParts erased,
    Depth depth) {

  /** The number of blocks of 256 entries, the last of which may have fewer. */
  long blocks() {
    return blocks(size);
  }

  static long blocks(long size) {
    return (size + Tile.WIDTH - 1) / Tile.WIDTH;
  }

  int width(long block) {
    return width(block, size);
  }

  static int width(long block, long size) {
    return (int) Math.min(Tile.WIDTH, size - block * Tile.WIDTH);
  }
}
