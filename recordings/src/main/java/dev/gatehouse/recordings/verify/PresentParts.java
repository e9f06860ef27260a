package dev.gatehouse.recordings.verify;

import java.util.BitSet;
import java.util.List;

/**
 * Which entries had their parts, so that a later list of erased entries can be held against it: an
 * entry that it names and that still has them was not erased. Confined to one thread.
 *
 * <p>Guarantee: one bit an entry.
 */
final class PresentParts {
  private final BitSet present = new BitSet();

  /** Entry {@code index} has its parts. */
  void add(long index) {
    present.set(Math.toIntExact(index));
  }

  /** Checks the list that entry {@code index} gives of what was erased. */
  void check(long index, byte[] list) throws FaultException {
    List<Long> erased =
        ErasedParts.indexes(index, list)
            .orElseThrow(
                () -> FaultException.at(index, "no list of erased entries", "entries before it"));
    for (long entry : erased) {
      if (present.get(Math.toIntExact(entry))) {
        throw FaultException.at(
            entry, "its payload is there", "none, for entry " + index + " says it was erased");
      }
    }
  }
}
