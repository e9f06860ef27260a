package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.leaf.Leaf;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what a log holds, entry by entry. Confined to one thread. */
final class Tally {
  private final SortedMap<String, Long> kinds = new TreeMap<>();
  private long entries;
  private long payloads;
  private long erased;
  private Optional<Instant> first = Optional.empty();
  private Optional<Leaf> last = Optional.empty();

  void add(Leaf leaf) {
    entries++;
    kinds.merge(leaf.type(), 1L, Long::sum);
    if (first.isEmpty()) {
      first = Optional.of(leaf.time());
    }
    last = Optional.of(leaf);
  }

  void addParts(long opened, long missing) {
    payloads += opened;
    erased += missing;
  }

  Contents contents(long openExchanges) {
    return new Contents(
        entries, payloads, erased, openExchanges, kinds, first, last.map(Leaf::time));
  }
}
