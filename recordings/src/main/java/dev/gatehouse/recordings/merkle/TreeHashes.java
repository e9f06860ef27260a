package dev.gatehouse.recordings.merkle;

/**
 * Where the hashes of a tree come from: the roots of its perfect subtrees. Of these every root and
 * every proof is made, so that no leaf has to be read.
 *
 * <p>Errors: {@code X}, what reading them throws.
 *
 * @param <X> what reading throws; {@code RuntimeException} where nothing is read
 */
@FunctionalInterface
public interface TreeHashes<X extends Exception> {

  /**
   * The root of the subtree over the 2^{@code level} leaves that begin at {@code index} · 2^{@code
   * level}; a leaf's hash at level 0. It is asked for complete subtrees only.
   */
  Hash subtree(int level, long index) throws X;

  /** The root of the tree when it had {@code size} leaves. */
  default Hash root(long size) throws X {
    if (size < 0) {
      throw new IllegalArgumentException("no tree of size " + size);
    }
    return size == 0 ? TreeHashing.emptyRoot() : Span.root(this, 0, size);
  }
}
