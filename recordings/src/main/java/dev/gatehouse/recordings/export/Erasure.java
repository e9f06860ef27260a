package dev.gatehouse.recordings.export;

import java.util.Arrays;
import java.util.List;

/** An entry that says what others it erased. Immutable. */
final class Erasure {
  private final long index;
  private final long[] erased;

  /**
   * @param erased ascending, at least one
   */
  Erasure(long index, List<Long> erased) {
    this.index = index;
    this.erased = erased.stream().mapToLong(Long::longValue).toArray();
  }

  /** Where in the log it says so. */
  long index() {
    return index;
  }

  /** Whether it names this entry. */
  boolean names(long entry) {
    return entry >= erased[0]
        && entry <= erased[erased.length - 1]
        && Arrays.binarySearch(erased, entry) >= 0;
  }
}
