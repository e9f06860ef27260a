package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.ApprovalRow.Found;
import dev.gatehouse.gateway.approval.ApprovalRow.Say;
import dev.gatehouse.recordings.Bytes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of approvals: they are added, and each change replaces the version that it saw.
 *
 * <p>Guarantee: of two who replace the same version one does; what a method returned from is
 * durable. Thread-safe.
 */
final class ApprovalTable {
  private static final String FOUND = "SELECT id, version, told, request, course FROM approval";

  private static final String ADD =
      """
      INSERT INTO approval(id, version, mark, bound, live, owner, person, tool, state, due, ended,
        told, request, course) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String REPLACE =
      """
      UPDATE approval SET version = ?, mark = ?, live = CASE WHEN ? = 1 THEN bound ELSE NULL END,
        state = ?, due = ?, ended = ?, told = CASE WHEN ? = 1 THEN 0 ELSE told END, course = ?
      WHERE id = ? AND version = ?
      """;

  /** A step that is not recorded by then is tried again. */
  private static final long GRACE_MILLIS = 30_000;

  private final Rows rows;
  private final Room room;

  ApprovalTable(Rows rows, Room room) {
    this.rows = rows;
    this.room = room;
  }

  /** What became of a row to be added. */
  enum Added {
    /** It is there. */
    ADDED,
    /** Another is, of the same binding. */
    TAKEN
  }

  /**
   * A change of a row.
   *
   * @param row with the version behind the change
   * @param mark of this change alone
   * @param steps the numbers of those that are new
   * @param isNews whether a client has to hear of it
   */
  record Replacing(
      ApprovalRow row, String mark, List<Integer> steps, boolean isNews, Instant now) {}

  Optional<Found> find(String id) throws SQLException {
    return first(" WHERE id = ?", List.of(id));
  }

  /** The one to which calls of this binding attach. */
  Optional<Found> live(String bound) throws SQLException {
    return first(" WHERE live = ?", List.of(bound));
  }

  /** The latest of this binding. */
  Optional<Found> latest(String bound) throws SQLException {
    return first(" WHERE bound = ? ORDER BY id DESC LIMIT 1", List.of(bound));
  }

  /** The latest of this caller and tool. */
  Optional<Found> latest(String owner, String tool) throws SQLException {
    return first(" WHERE owner = ? AND tool = ? ORDER BY id DESC LIMIT 1", List.of(owner, tool));
  }

  /** Rows by what stands behind {@code WHERE}. */
  List<Found> where(String condition, List<?> parameters) throws SQLException {
    return rows.read(FOUND + " WHERE " + condition, parameters, ApprovalTable::found);
  }

  /** Ids by what stands behind {@code WHERE}. */
  List<String> ids(String condition, List<?> parameters) throws SQLException {
    return rows.read(
        "SELECT id FROM approval WHERE " + condition, parameters, row -> row.getString(1));
  }

  private Optional<Found> first(String condition, List<?> parameters) throws SQLException {
    return rows.read(FOUND + condition, parameters, ApprovalTable::found).stream().findFirst();
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        row.getString(1),
        row.getLong(2),
        row.getInt(3) == 1,
        Bytes.of(row.getBytes(4)),
        Bytes.of(row.getBytes(5)));
  }

  /** Which versions these have; those that are gone are missing. */
  Map<String, Long> versions(List<String> ids) throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    String sql = "SELECT id, version FROM approval WHERE id IN (" + Rows.marks(ids.size()) + ")";
    rows.read(sql, ids, row -> versions.put(row.getString(1), row.getLong(2)));
    return versions;
  }

  /**
   * Adds a row.
   *
   * @param says who has a say
   * @param mark of this change alone
   * @throws ApprovalsFullException where there is no room
   */
  Added add(ApprovalRow row, Collection<Say> says, String mark, Instant now)
      throws SQLException, ApprovalsFullException {
    Optional<String> full =
        rows.write(
            Optional.empty(),
            open -> {
              // Adding takes turns, with other gateways too: counts hold until it is done.
              Rows.update(open, "UPDATE turn SET number = number + 1");
              if (isThere(open, row.id(), mark) || isTaken(open, row.bound())) {
                return Optional.empty();
              }
              Optional<String> none = room.problem(open, row.owner(), now);
              if (none.isEmpty()) {
                insert(open, row, says, mark, now);
              }
              return none;
            });
    if (full.isPresent()) {
      throw new ApprovalsFullException(full.get());
    }
    return find(row.id()).isPresent() ? Added.ADDED : Added.TAKEN;
  }

  private static boolean isTaken(Connection open, String bound) throws SQLException {
    return Rows.number(open, "SELECT count(*) FROM approval WHERE live = ?", bound) > 0;
  }

  private static boolean isThere(Connection open, String id, String mark) throws SQLException {
    String sql = "SELECT count(*) FROM approval WHERE id = ? AND mark = ?";
    return Rows.number(open, sql, id, mark) > 0;
  }

  private static void insert(
      Connection open, ApprovalRow row, Collection<Say> says, String mark, Instant now)
      throws SQLException {
    int _ =
        Rows.update(
            open,
            ADD,
            row.id(),
            row.version(),
            mark,
            row.bound(),
            row.bound(),
            row.owner(),
            row.person(),
            row.tool(),
            row.state().name(),
            millis(row.due()),
            ended(row),
            row.request().toArray(),
            row.course().toArray());
    for (Say say : says) {
      String sql = "INSERT INTO say(id, team, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
      Rows.update(open, sql, row.id(), say.group(), millis(say.since()));
    }
    owe(open, row.id(), List.of(1), now);
  }

  /**
   * Replaces the version before the row's, with a reply for the client where there is one; whether
   * that was still the one there.
   */
  boolean replace(Replacing change, List<Bytes> reply) throws SQLException {
    ApprovalRow row = change.row();
    return rows.write(
        false,
        open -> {
          int replaced =
              Rows.update(
                  open,
                  REPLACE,
                  row.version(),
                  change.mark(),
                  row.live().isPresent() ? 1 : 0,
                  row.state().name(),
                  millis(row.due()),
                  ended(row),
                  change.isNews() ? 1 : 0,
                  row.course().toArray(),
                  row.id(),
                  row.version() - 1);
          if (replaced == 0) {
            // It may be ours: then a connection was cut behind the commit.
            return isThere(open, row.id(), change.mark());
          }
          Rows.update(open, "DELETE FROM running WHERE id = ?", row.id());
          for (Run run : row.running()) {
            String sql = "INSERT INTO running(id, exchange, node) VALUES (?, ?, ?)";
            Rows.update(open, sql, row.id(), run.exchange(), run.node());
          }
          for (Bytes sealed : reply) {
            String sql = "UPDATE approval SET reply = ? WHERE id = ?";
            Rows.update(open, sql, sealed.toArray(), row.id());
          }
          owe(open, row.id(), change.steps(), change.now());
          return true;
        });
  }

  private static void owe(Connection open, String id, List<Integer> steps, Instant now)
      throws SQLException {
    for (int step : steps) {
      String sql = "INSERT INTO owed(id, number, again, tries, recorded) VALUES (?, ?, ?, 0, 0)";
      Rows.update(open, sql, id, step, now.toEpochMilli() + GRACE_MILLIS);
    }
  }

  /** Hears that a client was told how it ended; its reply need not be kept any more. */
  void told(String id, boolean keepsReply) throws SQLException {
    String reply = keepsReply ? "" : ", reply = NULL";
    rows.change("UPDATE approval SET told = 1" + reply + " WHERE id = ?", id);
  }

  /** The reply that waits for its client. */
  Optional<Bytes> reply(String id) throws SQLException {
    String sql = "SELECT reply FROM approval WHERE id = ? AND reply IS NOT NULL";
    return rows.read(sql, List.of(id), row -> Bytes.of(row.getBytes(1))).stream().findFirst();
  }

  /** Looks at a row again later, which cannot be worked on now. */
  void postpone(String id, Instant until) throws SQLException {
    rows.change("UPDATE approval SET due = ? WHERE id = ?", millis(until), id);
  }

  /** Puts other texts in place of those of a row that is over; whether it was of this version. */
  boolean scrub(ApprovalRow row, String mark) throws SQLException {
    return rows.change(
            "UPDATE approval SET version = ?, mark = ?, bound = ?, owner = ?, person = ?, request ="
                + " ?, course = ?, reply = NULL WHERE id = ? AND version = ? AND live IS NULL",
            row.version(),
            mark,
            row.bound(),
            row.owner(),
            row.person(),
            row.request().toArray(),
            row.course().toArray(),
            row.id(),
            row.version() - 1)
        == 1;
  }

  static long millis(Instant at) {
    return at.isBefore(Ageing.NEVER) ? at.toEpochMilli() : Long.MAX_VALUE;
  }

  private static long ended(ApprovalRow row) {
    return row.ended().map(ApprovalTable::millis).orElse(0L);
  }
}
