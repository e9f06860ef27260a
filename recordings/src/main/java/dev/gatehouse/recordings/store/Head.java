package dev.gatehouse.recordings.store;

import dev.gatehouse.recordings.merkle.CompactRange;
import dev.gatehouse.recordings.merkle.Hash;
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

  public Hash root() {
    return CompactRange.of(size, subtrees).root();
  }
}
