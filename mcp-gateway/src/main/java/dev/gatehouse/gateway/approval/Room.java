package dev.gatehouse.gateway.approval;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many approvals there may be. Immutable.
 *
 * @param openMax of all callers at once
 * @param openOfCallerMax of one caller at once
 * @param rowsMax kept, with those that are over
 * @param keep how long one that is over is kept without need
 */
record Room(int openMax, int openOfCallerMax, int rowsMax, Duration keep) {
  /** Whoever just waited for it may still look. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  /** As many at a time as make adding one no slower. */
  private static final int REMOVED_EACH = 100;

  /** Nothing of these is open, runs, waits for its client or is still to be recorded. */
  private static final String NEEDLESS =
      """
      live IS NULL AND ended < ? AND (told = 1 OR state NOT IN ('USED', 'DENIED') OR ended < ?)
        AND NOT EXISTS (SELECT 1 FROM owed WHERE owed.id = approval.id)
      """;

  /** What a gateway holds. */
  static Room standard(Duration keep) {
    return new Room(1_000, 100, 20_000, keep);
  }

  /** Why there is no room for one more of this caller; makes some where that takes nothing away. */
  Optional<String> problem(Connection open, String owner, Instant now) throws SQLException {
    String ofCaller = "SELECT count(*) FROM approval WHERE live IS NOT NULL AND owner = ?";
    if (Rows.number(open, ofCaller, owner) >= openOfCallerMax) {
      return Optional.of(
          "%d calls of this caller wait for people already, which is the limit of one caller"
              .formatted(openOfCallerMax));
    }
    if (Rows.number(open, "SELECT count(*) FROM approval WHERE live IS NOT NULL") >= openMax) {
      return Optional.of(
          "%d calls wait for people already, which is the limit of all callers".formatted(openMax));
    }
    if (Rows.number(open, "SELECT count(*) FROM approval") >= rowsMax && removed(open, now) == 0) {
      return Optional.of(
          "%d approvals are kept, which is the limit, and each is still needed".formatted(rowsMax));
    }
    return Optional.empty();
  }

  private int removed(Connection open, Instant now) throws SQLException {
    return Rows.update(
        open,
        "DELETE FROM approval WHERE id IN (SELECT id FROM approval WHERE "
            + NEEDLESS
            + " ORDER BY ended LIMIT ?)",
        now.minus(RECENT).toEpochMilli(),
        now.minus(keep).toEpochMilli(),
        REMOVED_EACH);
  }

  /** Removes what was kept long enough; how many rows, at most some thousand at a time. */
  int tidied(Connection open, Instant now) throws SQLException {
    int removed =
        Rows.update(
            open,
            "DELETE FROM approval WHERE id IN (SELECT id FROM approval WHERE live IS NULL"
                + " AND ended < ? AND NOT EXISTS (SELECT 1 FROM owed WHERE owed.id = approval.id)"
                + " ORDER BY ended LIMIT 1000)",
            now.minus(keep).toEpochMilli());
    // What hangs on rows goes with them, also with those that made room.
    for (String table : new String[] {"say", "owed", "running"}) {
      Rows.update(
          open,
          "DELETE FROM %1$s WHERE NOT EXISTS (SELECT 1 FROM approval WHERE approval.id = %1$s.id)"
              .formatted(table));
    }
    return removed;
  }
}
