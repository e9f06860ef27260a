package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.bundle.BundlePaths;
import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;

/** The hashes of all leaves as the lowest tiles of a bundle have them. */
final class LeafHashes {
  private LeafHashes() {}

  /** What a tile gave. */
  private sealed interface Found {}

  private record Root(Hash hash) implements Found {}

  private record Bad(FaultException fault) implements Found {}

  /** The root of the tree of the first {@code size} of them. */
  static Hash root(BundleContent content, long size) throws FaultException {
    CompactRange range = CompactRange.empty();
    InOrder.<Found>run(
        Evidence.blocks(size),
        () -> {
          BlockHasher hasher = new BlockHasher();
          return block -> tile(content, hasher, block, Evidence.width(block, size));
        },
        found -> {
          switch (found) {
            case Root(Hash hash) -> range.append(hash);
            case Bad(FaultException fault) -> throw fault;
          }
        });
    return range.root();
  }

  private static Found tile(BundleContent content, BlockHasher hasher, long block, int width) {
    String path = BundlePaths.tile(0, block, width);
    try {
      byte[] hashes = content.read(path);
      if (hashes.length != width * Hash.BYTES) {
        throw FaultException.in(path, hashes.length + " bytes", width + " hashes of 32 bytes");
      }
      return new Root(hasher.root(hashes, width));
    } catch (FaultException e) {
      return new Bad(e);
    }
  }
}
