package dev.gatehouse.recordings.store;

import static java.lang.System.Logger.Level.WARNING;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a PostgreSQL server must be set to, so that what it commits survives a power cut: looked at
 * on each new connection that writes, as it is in effect there.
 */
final class PostgresDurability {
  private static final System.Logger LOG = System.getLogger(PostgresDurability.class.getName());

  private static final int VERSION_MIN = 140_000;

  /** The values with which a commit that returned is on disk. */
  private static final Map<String, Set<String>> DURABLE =
      Map.of(
          "fsync", Set.of("on"),
          "full_page_writes", Set.of("on"),
          "synchronous_commit", Set.of("on", "remote_apply"));

  private PostgresDurability() {}

  /** Refuses a server that may lose what it committed, or that takes no writes. */
  static void require(Connection connection) throws SQLException {
    int version = Integer.parseInt(show(connection, "server_version_num"));
    if (version < VERSION_MIN) {
      throw new SQLException(
          "PostgreSQL is %s, expected 14 or newer".formatted(version(connection)));
    }
    for (Map.Entry<String, Set<String>> setting : new TreeMap<>(DURABLE).entrySet()) {
      String found = show(connection, setting.getKey());
      if (!setting.getValue().contains(found)) {
        throw new SQLException(
            "PostgreSQL has `%s = %s`, expected `%s`: acknowledged entries could be lost"
                .formatted(
                    setting.getKey(),
                    found,
                    String.join("` or `", setting.getValue().stream().sorted().toList())));
      }
    }
    if (show(connection, "transaction_read_only").equals("on")) {
      throw new SQLException("PostgreSQL takes no writes just now", "25006");
    }
  }

  /** Warns of what works but leaves something to luck. */
  static void warn(Connection connection, String place) throws SQLException {
    if (show(connection, "synchronous_standby_names").isEmpty()) {
      LOG.log(
          WARNING,
          "postgres=\"{0}\" warning=\"no synchronous standby: a failover may lose acknowledged"
              + " entries, and only a gateway or witness that saw them would halt\"",
          place);
    }
  }

  /** The server's version, such as {@code 17.5}. */
  static String version(Connection connection) throws SQLException {
    return show(connection, "server_version");
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + setting)) {
      return row.next() ? "" + row.getString(1) : "";
    }
  }
}
