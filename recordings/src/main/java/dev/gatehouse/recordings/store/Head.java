package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
import java.util.ArrayList;
import java.util.List;

/** How far the log has come: its size, and the subtrees that give its root. */
public record Head(long size, List<Hash> subtrees) {
  public Head {
    subtrees = List.copyOf(subtrees);
    if (size < 0 || Long.bitCount(size) != subtrees.size()) {
      throw new IllegalArgumentException(
          "a head of size " + size + " with " + subtrees.size() + " subtrees");
    }
  }

  /** The head of the log without entries. */
  static Head empty() {
    return new Head(0, List.of());
  }

  /** The head of {@code size} with its subtrees as {@link #subtreeBytes} gives them. */
  static Head of(long size, byte[] subtreeBytes) {
    List<Hash> subtrees = new ArrayList<>();
    for (int offset = 0; offset < subtreeBytes.length; offset += Hash.BYTES) {
      int length = Math.min(Hash.BYTES, subtreeBytes.length - offset);
      subtrees.add(Hash.of(subtreeBytes, offset, length));
    }
    return new Head(size, subtrees);
  }

  /** The subtrees' hashes, one behind the other. */
  byte[] subtreeBytes() {
    byte[] bytes = new byte[subtrees.size() * Hash.BYTES];
    for (int i = 0; i < subtrees.size(); i++) {
      subtrees.get(i).copyTo(bytes, i * Hash.BYTES);
    }
    return bytes;
  }

  public Hash root() {
    return CompactRange.of(size, subtrees).root();
  }
}
