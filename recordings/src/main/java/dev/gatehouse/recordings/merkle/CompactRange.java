package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The roots of the perfect subtrees that make up a tree, largest first: all that is needed to let
 * it grow. Confined to one thread.
 *
 * <p>Shape: one hash for each bit that is set in the size. Source: RFC 6962 §2.1, which splits at
 * the largest power of two below the size.
 */
public final class CompactRange {
  private final List<Hash> subtrees;
  private long size;

  private CompactRange(long size, List<Hash> subtrees) {
    this.size = size;
    this.subtrees = new ArrayList<>(subtrees);
  }

  /** The range of the tree without leaves. */
  public static CompactRange empty() {
    return new CompactRange(0, List.of());
  }

  /**
   * The range of a tree of {@code size} leaves.
   *
   * <p>Errors: {@code IllegalArgumentException} where the number of hashes does not fit the size.
   */
  public static CompactRange of(long size, List<Hash> subtrees) {
    if (size < 0 || Long.bitCount(size) != subtrees.size()) {
      throw new IllegalArgumentException(
          "a tree of size " + size + " is not made of " + subtrees.size() + " subtrees");
    }
    return new CompactRange(size, subtrees);
  }

  /** Lets the tree grow by one leaf. */
  public void append(Hash leafHash) {
    Hash subtree = leafHash;
    for (long full = size; (full & 1) == 1; full >>= 1) {
      subtree = TreeHashing.node(subtrees.removeLast(), subtree);
    }
    subtrees.add(subtree);
    size++;
  }

  public long size() {
    return size;
  }

  public List<Hash> subtrees() {
    return List.copyOf(subtrees);
  }

  /** The root hash of the whole tree. */
  public Hash root() {
    if (subtrees.isEmpty()) {
      return TreeHashing.emptyRoot();
    }
    Hash root = subtrees.getLast();
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      root = TreeHashing.node(subtrees.get(i), root);
    }
    return root;
  }
}
