package dev.gatehouse.gateway.schema;

/**
 * What may still be looked at in one search for a value. Mutable; of one search and one thread.
 *
 * <p>Depth alone does not bound a search: a schema that names itself thirty times is looked at
 * thirty times as often with each step down.
 */
final class VisitBudget {
  /** Schemas of strangers are looked at this often: far above real ones, and done in no time. */
  private static final int VISITS_MAX = 10_000;

  private int left = VISITS_MAX;

  /** Takes this many visits, and says whether they were there; once they were not, none are. */
  boolean take(long visits) {
    left = visits > left ? 0 : (int) (left - visits);
    return !isUsedUp();
  }

  /** Whether nothing more may be looked at. */
  boolean isUsedUp() {
    return left == 0;
  }
}
