package dev.gatehouse.recordings.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * What shows that the tree of {@code newSize} leaves begins with all of the tree of {@code oldSize}
 * leaves. Anybody can claim one: nothing is shown before {@link #verifies} says so.
 *
 * <p>Shape: no hashes where a size is the other or the old one is zero. Source: RFC 6962 §2.1.2;
 * RFC 9162 §2.1.4.
 */
public record ConsistencyProof(long oldSize, long newSize, List<Hash> hashes) {
  public ConsistencyProof {
    hashes = List.copyOf(hashes);
    if (oldSize < 0 || newSize < 0) {
      throw new IllegalArgumentException("no trees of sizes " + oldSize + " and " + newSize);
    }
  }

  /** The proof for the tree at two of its sizes. */
  public static <X extends Exception> ConsistencyProof of(
      TreeHashes<X> tree, long oldSize, long newSize) throws X {
    if (oldSize < 0 || oldSize > newSize) {
      throw new IllegalArgumentException("no growth from size " + oldSize + " to " + newSize);
    }
    List<Hash> hashes = new ArrayList<>();
    if (oldSize > 0) {
      collect(tree, oldSize, 0, newSize, hashes);
    }
    return new ConsistencyProof(oldSize, newSize, hashes);
  }

  private static <X extends Exception> void collect(
      TreeHashes<X> tree, long oldEnd, long start, long end, List<Hash> hashes) throws X {
    if (oldEnd == end) {
      // A subtree that begins with the first leaf is the old tree itself, whose root is known.
      if (start > 0) {
        hashes.add(Span.root(tree, start, end));
      }
      return;
    }
    long middle = start + Span.split(end - start);
    if (oldEnd <= middle) {
      collect(tree, oldEnd, start, middle, hashes);
      hashes.add(Span.root(tree, middle, end));
    } else {
      collect(tree, oldEnd, middle, end, hashes);
      hashes.add(Span.root(tree, start, middle));
    }
  }

  /**
   * Whether the tree with {@code newRoot} begins with the one with {@code oldRoot}. False also
   * where the sizes do not grow, or there are too few or too many hashes.
   *
   * <p>Source: RFC 9162 §2.1.4.2, and for the empty tree and for no growth what follows from RFC
   * 6962 §2.1.2.
   */
  public boolean verifies(Hash oldRoot, Hash newRoot) {
    if (oldSize == newSize || oldSize == 0) {
      return hashes.isEmpty()
          && (oldSize < newSize || oldRoot.equals(newRoot))
          && (oldSize > 0 || oldRoot.equals(TreeHashing.emptyRoot()));
    }
    return oldSize < newSize && !hashes.isEmpty() && grows(oldRoot, newRoot);
  }

  private boolean grows(Hash oldRoot, Hash newRoot) {
    boolean oldIsPerfect = Long.bitCount(oldSize) == 1;
    List<Hash> rest = oldIsPerfect ? hashes : hashes.subList(1, hashes.size());
    Hash oldHash = oldIsPerfect ? oldRoot : hashes.getFirst();
    Hash newHash = oldHash;
    // Both start at the largest perfect subtree that ends the old tree.
    long node = (oldSize - 1) >>> Long.numberOfTrailingZeros(oldSize);
    long last = (newSize - 1) >>> Long.numberOfTrailingZeros(oldSize);
    for (Hash sibling : rest) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        oldHash = TreeHashing.node(sibling, oldHash);
        newHash = TreeHashing.node(sibling, newHash);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        newHash = TreeHashing.node(newHash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
  }
}
