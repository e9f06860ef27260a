package dev.gatehouse.recordings.verify;

import java.util.BitSet;

/** The entries whose parts may be missing, because erasure entries name them. Immutable. */
final class ErasedParts {
  private final BitSet entries;

  ErasedParts(BitSet entries) {
    this.entries = (BitSet) entries.clone();
  }

  boolean names(long index) {
    return index < Integer.MAX_VALUE && entries.get((int) index);
  }
}
