package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.StoredEntry;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The entries that were read last: most exchanges close soon after they open. Confined to one
 * thread.
 */
final class RecentEntries {
  /** Of their parts and leaves, with a guess for the objects around them. */
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  private static final int BYTES_AROUND = 1024;

  private final SequencedMap<Long, StoredEntry> entries = new LinkedHashMap<>();
  private long bytes;

  void add(StoredEntry entry) {
    entries.put(entry.index(), entry);
    bytes += bytes(entry);
    while (bytes > BYTES_MAX) {
      bytes -= bytes(entries.pollFirstEntry().getValue());
    }
  }

  Optional<StoredEntry> find(long index) {
    return Optional.ofNullable(entries.get(index));
  }

  private static long bytes(StoredEntry entry) {
    return BYTES_AROUND
        + entry.leaf().length()
        + entry.parts().stream().mapToLong(part -> part.content().length()).sum();
  }
}
