package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * What shows that a leaf stands at {@code index} in the tree of {@code size} leaves. Anybody can
 * claim one: nothing is shown before {@link #verifies} says so.
 *
 * <p>Shape: one hash for each level at which the leaf's subtree has a sibling, from the leaf's own
 * upward. Source: RFC 6962 §2.1.1; RFC 9162 §2.1.3.
 */
public record InclusionProof(long index, long size, List<Hash> hashes) {
  public InclusionProof {
    hashes = List.copyOf(hashes);
    if (index < 0 || size < 0) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of size " + size);
    }
  }

  /** The proof for the leaf at {@code index} of the tree when it had {@code size} leaves. */
  public static <X extends Exception> InclusionProof of(TreeHashes<X> tree, long index, long size)
      throws X {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no leaf " + index + " in a tree of size " + size);
    }
    List<Hash> hashes = new ArrayList<>();
    collect(tree, index, 0, size, hashes);
    return new InclusionProof(index, size, hashes);
  }

  private static <X extends Exception> void collect(
      TreeHashes<X> tree, long index, long start, long end, List<Hash> hashes) throws X {
    if (end - start == 1) {
      return;
    }
    long middle = start + Span.split(end - start);
    if (index < middle) {
      collect(tree, index, start, middle, hashes);
      hashes.add(Span.root(tree, middle, end));
    } else {
      collect(tree, index, middle, end, hashes);
      hashes.add(Span.root(tree, start, middle));
    }
  }

  /**
   * Whether the tree of this size and with this {@code root} has {@code leafHash} at this index.
   * False also where there are too few or too many hashes.
   *
   * <p>Source: RFC 9162 §2.1.3.2.
   */
  public boolean verifies(Hash leafHash, Hash root) {
    if (index >= size) {
      return false;
    }
    long node = index;
    long last = size - 1;
    Hash hash = leafHash;
    for (Hash sibling : hashes) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = TreeHashing.node(sibling, hash);
        // The last node of an odd row stands alone and goes up unhashed.
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = TreeHashing.node(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
