package dev.gatehouse.recordings;

import java.time.YearMonth;
import java.util.List;

/** What became of an erasure, or would become of it. */
public sealed interface Erased {

  /**
   * It was done, or may be done.
   *
   * @param keys how many payload keys are concerned
   * @param entries how many entries lose their parts
   * @param months the months that they are from, oldest first
   */
  record Done(long keys, long entries, List<YearMonth> months) implements Erased {
    public Done {
      months = List.copyOf(months);
    }
  }

  /** A legal hold forbids it, for this reason. */
  record Held(String reason) implements Erased {}
}
