package dev.gatehouse.recordings.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.StoredLeaf;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which entry says that another's parts were erased. Immutable.
 *
 * <p>It holds eight bytes for each erased entry.
 */
final class Erasures {
  /** Leaves read at once: a few megabytes. */
  private static final int LEAVES_READ = 10_000;

  private final List<Erasure> all;

  private Erasures(List<Erasure> all) {
    this.all = List.copyOf(all);
  }

  /** All erasures of a log, which is read once for it: erasures come long after what they erase. */
  static Erasures of(EntryReader leaves, LogReader log) throws SQLException, RecordingException {
    List<Erasure> all = new ArrayList<>();
    long next = 0;
    while (true) {
      List<StoredLeaf> read = leaves.leaves(next, LEAVES_READ);
      if (read.isEmpty()) {
        return new Erasures(all);
      }
      for (StoredLeaf leaf : read) {
        if (new String(leaf.statement(), US_ASCII).contains("\"type\":\"erasure\"")) {
          StoredEntry entry = log.read(leaf.index(), 1).getFirst();
          List<Long> erased = erased(entry);
          if (!erased.isEmpty()) {
            all.add(new Erasure(entry.index(), erased));
          }
        }
      }
      next = read.getLast().index() + 1;
    }
  }

  /** The entries that {@code erasure} names, ascending. */
  static List<Long> erased(StoredEntry erasure) throws RecordingException {
    try {
      Optional<String> list = erasure.part(PartName.CTX).map(Bytes::toText);
      return list.isEmpty() ? List.of() : ErasedEntries.indexes(list.get());
    } catch (IllegalArgumentException e) {
      throw new RecordingException("entry " + erasure.index() + ": " + e.getMessage(), e);
    }
  }

  /** The entry that says that {@code entry} was erased. */
  Optional<Long> of(long entry) {
    return all.stream().filter(erasure -> erasure.names(entry)).map(Erasure::index).findFirst();
  }
}
