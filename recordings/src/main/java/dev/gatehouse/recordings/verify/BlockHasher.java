package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.merkle.Hash;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Hashes leaves and nodes as {@code merkle} does, but many in a row and in place. Confined to one
 * thread.
 *
 * <p>Source: RFC 6962 §2.1.
 */
final class BlockHasher {
  private final MessageDigest digest = Digests.sha256();

  /** Writes the hash of the leaf from {@code start} to before {@code end} to {@code target}. */
  void leaf(byte[] bytes, int start, int end, byte[] target, int at) {
    digest.update((byte) 0);
    digest.update(bytes, start, end - start);
    finish(target, at);
  }

  private void finish(byte[] target, int at) {
    try {
      digest.digest(target, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("a digest of SHA-256 has 32 bytes", e);
    }
  }

  /** The root of the tree over the first {@code width} hashes. */
  Hash root(byte[] hashes, int width) {
    byte[] row = hashes.clone();
    for (int left = width; left > 1; left = (left + 1) / 2) {
      for (int i = 0; i + 1 < left; i += 2) {
        digest.update((byte) 1);
        digest.update(row, i * Hash.BYTES, 2 * Hash.BYTES);
        finish(row, i / 2 * Hash.BYTES);
      }
      // INVARIANT: an odd one at the end goes up as it is, which is where RFC 6962 splits.
      if (left % 2 == 1) {
        System.arraycopy(row, (left - 1) * Hash.BYTES, row, left / 2 * Hash.BYTES, Hash.BYTES);
      }
    }
    return Hash.of(row, 0, Hash.BYTES);
  }

  String hex(byte[] content) {
    return HexFormat.of().formatHex(digest.digest(content));
  }
}
