package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the entries of each exchange together, as they come. Confined to one thread.
 *
 * <p>An entry that is in no exchange, or whose exchange is not open, stands alone. Guarantee: of
 * open exchanges only the indexes of their entries are held.
 */
final class Gathering {
  /** Eight bytes each; as many messages of calls that run at one time no gateway has. */
  private static final long HELD_MAX = 4_000_000;

  private final Wanted wanted;
  private final Map<String, Growing> open = new LinkedHashMap<>();
  private long held;

  Gathering(Wanted wanted) {
    this.wanted = wanted;
  }

  /**
   * Entries that belong together.
   *
   * @param indexes ascending, at least one
   * @param policies the digests of those by which they were decided
   */
  record Together(
      Optional<String> exchange, boolean closed, List<Long> indexes, Set<String> policies) {
    Together {
      indexes = List.copyOf(indexes);
      policies = Set.copyOf(policies);
    }
  }

  private static final class Growing {
    private final BitSet met = new BitSet();
    private final Set<String> policies = new HashSet<>(2);
    private long[] indexes = new long[2];
    private int count;

    void add(StoredEntry entry) {
      entry.policyDigest().ifPresent(policies::add);
      if (count == indexes.length) {
        indexes = Arrays.copyOf(indexes, count * 2);
      }
      indexes[count++] = entry.index();
    }

    Together together(Optional<String> exchange, boolean closed) {
      List<Long> all = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        all.add(indexes[i]);
      }
      return new Together(exchange, closed, all, policies);
    }
  }

  /** Takes the next entry; returns what is complete with it, if that is wanted. */
  Optional<Together> add(StoredEntry entry) throws RecordingException {
    Optional<String> exchange = entry.exchange();
    EntryKind kind = entry.kind();
    if (kind == EntryKind.REQUEST) {
      open.put(exchange.orElseThrow(), new Growing());
    }
    Optional<Growing> known = exchange.map(open::get);
    Growing growing = known.orElseGet(Growing::new);
    growing.add(entry);
    wanted.note(entry, growing.met);
    boolean closes = kind == EntryKind.RESPONSE || kind == EntryKind.OUTCOME_UNKNOWN;
    if (known.isPresent() && !closes) {
      held++;
      if (held > HELD_MAX) {
        throw new RecordingException(
            "more than "
                + HELD_MAX
                + " messages of calls without an end, at entry "
                + entry.index());
      }
      return Optional.empty();
    }
    if (known.isPresent()) {
      exchange.ifPresent(open::remove);
      held -= growing.count - 1;
    }
    return wanted.allMet(growing.met)
        ? Optional.of(growing.together(known.flatMap(g -> exchange), closes))
        : Optional.empty();
  }

  /** What is wanted of the exchanges that have no end yet, in the order of their requests. */
  List<Together> unfinished() {
    return open.entrySet().stream()
        .filter(entry -> wanted.allMet(entry.getValue().met))
        .map(entry -> entry.getValue().together(Optional.of(entry.getKey()), false))
        .toList();
  }
}
