package dev.gatehouse.recordings.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of {@code log.db}.
 *
 * <p>An entry is one row, so that a commit writes few pages. What was hashed and the tiles are the
 * evidence; the triggers are a tripwire against mistakes, not a protection. A payload may be
 * removed, for erasure. The open exchanges could be made again from the leaves.
 */
final class Schema {
  /** The form of the database, its {@code user_version}. */
  static final int VERSION = 2;

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL)",
          """
          CREATE TABLE entry(
            entry INTEGER PRIMARY KEY,
            hash BLOB NOT NULL,
            statement BLOB NOT NULL,
            key INTEGER,
            sealed BLOB)
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
          CREATE TABLE open_exchange(
            id TEXT PRIMARY KEY,
            request INTEGER NOT NULL) WITHOUT ROWID
          """,
          "CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note BLOB NOT NULL)",
          "CREATE TABLE erased_key(key INTEGER PRIMARY KEY)",
          abortOn("entry", "UPDATE OF entry, hash, statement"),
          abortOn("entry", "DELETE"),
          abortOn("tile", "UPDATE"),
          abortOn("tile", "DELETE"),
          "INSERT INTO head VALUES (1, 0, x'')",
          "PRAGMA user_version = " + VERSION);

  private Schema() {}

  private static String abortOn(String table, String verb) {
    return """
    CREATE TRIGGER no_%1$s_of_%2$s BEFORE %3$s ON %2$s
    BEGIN SELECT RAISE(ABORT, 'what was hashed is never changed'); END
    """
        .formatted(verb.substring(0, 6), table, verb);
  }

  /** Makes the tables within the caller's transaction. */
  static void create(Connection connection) throws SQLException {
    for (String statement : STATEMENTS) {
      SqliteFile.execute(connection, statement);
    }
  }
}
