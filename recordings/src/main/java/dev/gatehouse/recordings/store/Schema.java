package dev.gatehouse.recordings.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of {@code log.db}.
 *
 * <p>Leaves and tiles are the evidence; the triggers are a tripwire against mistakes, not a
 * protection. Exchanges are kept only to find the open ones, and could be made again from the
 * leaves.
 */
final class Schema {
  /** The form of the database, its {@code user_version}. */
  static final int VERSION = 1;

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
          """
          CREATE TABLE leaf(
            entry INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,
            statement BLOB NOT NULL)
          """,
          """
          CREATE TABLE payload(
            entry INTEGER NOT NULL,
            part TEXT NOT NULL,
            key INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY(entry, part))
          """,
          """
          CREATE TABLE tile(
            level INTEGER NOT NULL,
            tile INTEGER NOT NULL,
            hashes BLOB NOT NULL,
            PRIMARY KEY(level, tile))
          """,
          """
          CREATE TABLE head(
            only INTEGER PRIMARY KEY CHECK(only = 1),
            size INTEGER NOT NULL,
            subtrees BLOB NOT NULL)
          """,
          """
          CREATE TABLE exchange(
            id TEXT PRIMARY KEY,
            request INTEGER NOT NULL,
            closing INTEGER) WITHOUT ROWID
          """,
          "CREATE INDEX open_exchange ON exchange(request) WHERE closing IS NULL",
          "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note BLOB NOT NULL)",
          abortOn("leaf", "UPDATE"),
          abortOn("leaf", "DELETE"),
          abortOn("tile", "UPDATE"),
          abortOn("tile", "DELETE"),
          "INSERT INTO head VALUES (1, 0, x'')",
          "PRAGMA user_version = " + VERSION);

  private Schema() {}

  private static String abortOn(String table, String verb) {
    return """
    CREATE TRIGGER no_%1$s_of_%2$s BEFORE %1$s ON %2$s
    BEGIN SELECT RAISE(ABORT, 'a %2$s is never changed'); END
    """
        .formatted(verb, table);
  }

  /** Makes the tables within the caller's transaction. */
  static void create(Connection connection) throws SQLException {
    for (String statement : STATEMENTS) {
      SqliteFile.execute(connection, statement);
    }
  }
}
