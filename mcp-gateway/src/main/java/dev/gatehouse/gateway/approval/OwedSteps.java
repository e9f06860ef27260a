package dev.gatehouse.gateway.approval;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Which steps are durable, and not yet recorded and announced. Thread-safe. */
final class OwedSteps {
  /** As long as one try may take before another gateway makes one. */
  private static final long FIRST_MILLIS = 30_000;

  private static final long BETWEEN_MILLIS_MAX = 600_000;

  /** So often in a week; then nobody is told any more, what is not recorded excepted. */
  private static final int TRIES_MAX = 1_000;

  private final Rows rows;

  OwedSteps(Rows rows) {
    this.rows = rows;
  }

  /**
   * One of them.
   *
   * @param again when to try it, in milliseconds
   */
  record Owed(String id, int number, long again, int tries, boolean recorded) {
    boolean isHopeless() {
      return recorded && tries >= TRIES_MAX;
    }
  }

  /** Those whose time has come. */
  List<Owed> due(Instant now, int limit) throws SQLException {
    return rows.read(
        "SELECT id, number, again, tries, recorded FROM owed WHERE again <= ?"
            + " ORDER BY again, number LIMIT ?",
        List.of(now.toEpochMilli(), limit),
        row ->
            new Owed(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getInt(4),
                row.getInt(5) == 1));
  }

  /** Those of an approval that are not recorded yet, in order. */
  List<Integer> unrecorded(String id) throws SQLException {
    return rows.read(
        "SELECT number FROM owed WHERE id = ? AND recorded = 0 ORDER BY number",
        List.of(id),
        row -> row.getInt(1));
  }

  /** Whether it is ours to try now, and nobody else's. */
  boolean claim(Owed owed, Instant now) throws SQLException {
    long wait = Math.min(BETWEEN_MILLIS_MAX, FIRST_MILLIS << Math.min(owed.tries(), 5));
    return rows.change(
            "UPDATE owed SET again = ?, tries = tries + 1 WHERE id = ? AND number = ? AND again ="
                + " ?",
            now.toEpochMilli() + wait,
            owed.id(),
            owed.number(),
            owed.again())
        == 1;
  }

  void recorded(String id, int number) throws SQLException {
    rows.change("UPDATE owed SET recorded = 1 WHERE id = ? AND number = ?", id, number);
  }

  void done(String id, int number) throws SQLException {
    rows.change("DELETE FROM owed WHERE id = ? AND number = ?", id, number);
  }
}
