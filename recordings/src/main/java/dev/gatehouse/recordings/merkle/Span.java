package dev.gatehouse.recordings.merkle;

/**
 * The subtree over the leaves from a start to an end, perfect or not, as the recursions of the
 * format meet it.
 *
 * <p>Source: RFC 6962 §2.1.
 */
final class Span {
  private Span() {}

  /** The largest power of two below {@code leaves}, of which there are two or more. */
  static long split(long leaves) {
    return Long.highestOneBit(leaves - 1);
  }

  /** The root over the leaves from {@code start} to before {@code end}, of perfect subtrees. */
  static <X extends Exception> Hash root(TreeHashes<X> hashes, long start, long end) throws X {
    long leaves = end - start;
    if (Long.bitCount(leaves) == 1) {
      int level = Long.numberOfTrailingZeros(leaves);
      return hashes.subtree(level, start >>> level);
    }
    long middle = start + split(leaves);
    return TreeHashing.node(root(hashes, start, middle), root(hashes, middle, end));
  }
}
