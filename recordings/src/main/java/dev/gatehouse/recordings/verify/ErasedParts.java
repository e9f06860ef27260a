package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.leaf.Leaf;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries whose parts may be missing, because a later erasure entry names them. Thread-safe.
 *
 * <p>Guarantee: the log is searched for erasure entries only when the first part is missing, and
 * once; a list that does not hold counts for nothing here, and is a fault where it stands.
 */
final class ErasedParts {
  /** What a bit for each can be kept of. */
  private static final long ENTRIES_MAX = Integer.MAX_VALUE;

  private final Search search;
  private @Nullable BitSet entries;

  ErasedParts(Search search) {
    this.search = search;
  }

  /** Finds all erasure entries. */
  @FunctionalInterface
  interface Search {
    /** Hands each list of erased entries to {@code lists}. */
    void run(Lists lists) throws FaultException;
  }

  /** Takes the text in which entry {@code index} says what was erased. */
  @FunctionalInterface
  interface Lists {
    void take(long index, byte[] text);
  }

  /** Whether an erasure entry names entry {@code index}. */
  synchronized boolean names(long index) throws FaultException {
    BitSet found = entries;
    if (found == null) {
      BitSet named = new BitSet();
      search.run(
          (at, text) -> indexes(at, text).ifPresent(list -> list.forEach(i -> set(named, i))));
      entries = named;
      found = named;
    }
    return index < ENTRIES_MAX && found.get((int) index);
  }

  private static void set(BitSet bits, long index) {
    if (index < ENTRIES_MAX) {
      bits.set((int) index);
    }
  }

  /** Whether {@code part} of {@code leaf} is a list of erased entries. */
  static boolean isList(Leaf leaf, String part) {
    return leaf.type().equals("erasure") && part.equals("ctx");
  }

  /** The entries in the list of entry {@code at}, all of them before it; none where it is none. */
  static Optional<List<Long>> indexes(long at, byte[] text) {
    try {
      List<Long> indexes = ErasedEntries.indexes(new String(text, UTF_8));
      return indexes.getLast() < at ? Optional.of(indexes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
