package dev.gatehouse.gateway.limits;

import dev.gatehouse.gateway.limits.SharedDatabase.Session;
import dev.gatehouse.policies.limit.LimitStore.Need;
import dev.gatehouse.recordings.Bytes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of the table {@code count}, in SQL. Stateless. */
final class SharedCounts {
  /** As many as a sweep removes within its time. */
  private static final int SWEPT_AT_ONCE_MAX = 10_000;

  /** Somebody removed a row between two statements; the next try finds that out. */
  private static final String TRY_AGAIN = "40001";

  private SharedCounts() {}

  /**
   * What a row says.
   *
   * @param until when it is over, in nanoseconds since 1970; 0 of a new one
   * @param used calls of the day
   * @param bucket of a rate, in Bucket4j's form
   */
  record Row(long until, int used, Optional<Bytes> bucket) {}

  /**
   * The rows of the needs, locked.
   *
   * @param now by the database's clock
   * @param settled those of them that are not as they lie there, but as they should
   */
  record Locked(long now, Map<String, Row> rows, Map<String, Row> settled) {
    Locked {
      rows = Map.copyOf(rows);
      settled = Map.copyOf(settled);
    }

    /** With these rows in place of those that lie there. */
    Locked with(Map<String, Row> others) {
      Map<String, Row> all = new HashMap<>(rows);
      all.putAll(others);
      return new Locked(now, all, others);
    }

    Row row(Need need) throws SQLException {
      Row row = rows.get(need.name());
      if (row == null) {
        throw new SQLException("a count has just been removed", TRY_AGAIN);
      }
      return row;
    }
  }

  /** Makes the rows that are missing, in the order of the needs; how many that were. */
  static int begin(Session session, List<Need> needs) throws SQLException {
    String sql =
        """
        INSERT INTO count SELECT name, owner, 0, 0, NULL
        FROM unnest(?, ?) WITH ORDINALITY AS wanted(name, owner, position) ORDER BY position
        ON CONFLICT DO NOTHING
        """;
    try (PreparedStatement insert = session.prepare(sql)) {
      insert.setArray(1, session.texts(names(needs)));
      insert.setArray(2, session.texts(needs.stream().map(need -> need.owner()).toList()));
      return insert.executeUpdate();
    }
  }

  /** Locks the rows, always in one order, so that two calls never wait for each other. */
  static Locked lock(Session session, List<Need> needs) throws SQLException {
    String sql =
        "SELECT name, until, used, bucket, "
            + SharedDatabase.NOW
            + " FROM count WHERE name = ANY(?) ORDER BY name FOR UPDATE";
    Map<String, Row> rows = new HashMap<>();
    long now = 0;
    try (PreparedStatement select = session.prepare(sql)) {
      select.setArray(1, session.texts(names(needs)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Optional<Bytes> bucket = Optional.ofNullable(row.getBytes(4)).map(Bytes::of);
          rows.put(row.getString(1), new Row(row.getLong(2), row.getInt(3), bucket));
          now = Math.max(now, row.getLong(5));
        }
      }
    }
    return new Locked(now, rows, Map.of());
  }

  private static List<String> names(List<Need> needs) {
    return needs.stream().map(need -> need.name()).toList();
  }

  /** How many counts of this owner are not over yet. */
  static int begunBy(Session session, String owner, long now) throws SQLException {
    try (PreparedStatement count =
        session.prepare("SELECT count(*) FROM count WHERE owner = ? AND until > ?")) {
      count.setString(1, owner);
      count.setLong(2, now);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  static void put(Session session, String name, Row row) throws SQLException {
    try (PreparedStatement update =
        session.prepare("UPDATE count SET until = ?, used = ?, bucket = ? WHERE name = ?")) {
      update.setLong(1, row.until());
      update.setInt(2, row.used());
      update.setBytes(3, row.bucket().map(Bytes::toArray).orElse(new byte[0]));
      update.setString(4, name);
      update.executeUpdate();
    }
  }

  /** How many rows there are. */
  static int size(Session session) throws SQLException {
    try (PreparedStatement count = session.prepare("SELECT count(*) FROM count");
        ResultSet row = count.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Removes counts that are over. */
  static int sweep(Session session) throws SQLException {
    String sql =
        "DELETE FROM count WHERE name IN (SELECT name FROM count WHERE until <= "
            + SharedDatabase.NOW
            + " LIMIT "
            + SWEPT_AT_ONCE_MAX
            + " FOR UPDATE SKIP LOCKED)";
    try (PreparedStatement delete = session.prepare(sql)) {
      return delete.executeUpdate();
    }
  }
}
