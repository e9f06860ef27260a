package dev.gatehouse.recordings.store;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the role of a gateway may do with the tables of a log. */
final class PostgresRole {
  private static final System.Logger LOG = System.getLogger(PostgresRole.class.getName());

  /** A right to a table, or to a column of it. */
  private record Right(String verb, String table, String column) {
    @Override
    public String toString() {
      return verb + (column.isEmpty() ? "" : " (" + column + ")") + " on " + table;
    }
  }

  private static final List<Right> NEEDED =
      List.of(
          new Right("SELECT", "gatehouse.entry", ""),
          new Right("INSERT", "gatehouse.entry", ""),
          new Right("UPDATE", "gatehouse.entry", "sealed"),
          new Right("INSERT", "gatehouse.tile", ""),
          new Right("UPDATE", "gatehouse.head", "size"),
          new Right("INSERT", "gatehouse.node", ""),
          new Right("UPDATE", "gatehouse.node", "session"),
          new Right("INSERT", "gatehouse.meta", ""),
          new Right("DELETE", "gatehouse.open_exchange", ""),
          new Right("DELETE", "gatehouse.checkpoint", ""),
          new Right("DELETE", "gatehouse.erased_key", ""),
          new Right("INSERT", "gatehouse_keys.payload_key", ""),
          new Right("DELETE", "gatehouse_keys.payload_key", ""),
          new Right("INSERT", "gatehouse_keys.hold", ""));

  private static final List<Right> UNWANTED =
      List.of(
          new Right("UPDATE", "gatehouse.entry", "statement"),
          new Right("UPDATE", "gatehouse.entry", "hash"),
          new Right("DELETE", "gatehouse.entry", ""),
          new Right("TRUNCATE", "gatehouse.entry", ""),
          new Right("UPDATE", "gatehouse.tile", "hashes"),
          new Right("DELETE", "gatehouse.tile", ""),
          new Right("TRUNCATE", "gatehouse.tile", ""));

  private static final String FORBIDDEN = "42501";

  private PostgresRole() {}

  /** Refuses a role that lacks a right, and warns of one that has too many. */
  static void check(Connection connection, String role) throws SQLException {
    List<Right> missing = missing(connection);
    if (!missing.isEmpty()) {
      throw new SQLException(
          "the role `%s` lacks %s: run what `gatehouse postgres-setup` prints"
              .formatted(role, missing));
    }
    for (Right right : UNWANTED) {
      if (has(connection, right)) {
        LOG.log(
            WARNING,
            "postgres-role={0} warning=\"may {1}: the tables should belong to another role,"
                + " see gatehouse postgres-setup\"",
            role,
            right);
        return;
      }
    }
  }

  /** Whether the role has all rights to write, and the server takes writes. */
  static boolean mayWrite(Connection connection) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery("SELECT pg_is_in_recovery()")) {
      return row.next() && !row.getBoolean(1) && missing(connection).isEmpty();
    } catch (SQLException e) {
      if (FORBIDDEN.equals(e.getSQLState())) {
        // To a role that may not look into a schema the server does not even tell its rights.
        return false;
      }
      throw e;
    }
  }

  private static List<Right> missing(Connection connection) throws SQLException {
    List<Right> missing = new ArrayList<>();
    for (Right right : NEEDED) {
      if (!has(connection, right)) {
        missing.add(right);
      }
    }
    return missing;
  }

  private static boolean has(Connection connection, Right right) throws SQLException {
    boolean ofColumn = !right.column().isEmpty();
    String sql =
        ofColumn ? "SELECT has_column_privilege(?, ?, ?)" : "SELECT has_table_privilege(?, ?)";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, right.table());
      select.setString(2, ofColumn ? right.column() : right.verb());
      if (ofColumn) {
        select.setString(3, right.verb());
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
