package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.StoredEntry;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which exchanges are wanted: those that meet each of the conditions, each by some entry of theirs.
 * So a session, which the request names, and an outcome, which the response does, can both be asked
 * for. Immutable; an entry without an exchange is judged alone.
 */
public record Wanted(List<Predicate<StoredEntry>> conditions) {
  public Wanted {
    conditions = List.copyOf(conditions);
  }

  /** All there are. */
  public static Wanted everything() {
    return new Wanted(List.of());
  }

  /** Adds to {@code met} the conditions that {@code entry} meets. */
  void note(StoredEntry entry, BitSet met) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!met.get(i) && conditions.get(i).test(entry)) {
        met.set(i);
      }
    }
  }

  boolean allMet(BitSet met) {
    return met.cardinality() == conditions.size();
  }
}
