package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the tables lie. In PostgreSQL they are made by what {@code gatehouse postgres-setup}
 * prints, which has them once more.
 */
final class ApprovalSchema {
  static final String CALLED = "the table of approvals";

  private static final String FORM = "1";

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE approval(
            id TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            mark TEXT NOT NULL,
            bound TEXT NOT NULL,
            live TEXT UNIQUE,
            owner TEXT NOT NULL,
            person TEXT NOT NULL,
            tool TEXT NOT NULL,
            state TEXT NOT NULL,
            due INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            told INTEGER NOT NULL,
            request BLOB NOT NULL,
            course BLOB NOT NULL,
            reply BLOB)
          """,
          "CREATE INDEX approval_bound ON approval(bound, id)",
          "CREATE INDEX approval_owner ON approval(owner, tool, id)",
          "CREATE INDEX approval_person ON approval(person)",
          "CREATE INDEX approval_tool ON approval(tool, id)",
          "CREATE INDEX approval_state ON approval(state, id)",
          "CREATE INDEX approval_due ON approval(due)",
          "CREATE INDEX approval_ended ON approval(ended)",
          """
          CREATE TABLE say(
            id TEXT NOT NULL,
            team TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY(id, team, since)) WITHOUT ROWID
          """,
          """
          CREATE TABLE running(
            id TEXT NOT NULL,
            exchange TEXT NOT NULL,
            node TEXT NOT NULL,
            PRIMARY KEY(id, exchange)) WITHOUT ROWID
          """,
          """
          CREATE TABLE owed(
            id TEXT NOT NULL,
            number INTEGER NOT NULL,
            again INTEGER NOT NULL,
            tries INTEGER NOT NULL,
            recorded INTEGER NOT NULL,
            PRIMARY KEY(id, number)) WITHOUT ROWID
          """,
          "CREATE INDEX owed_again ON owed(again)",
          "CREATE TABLE node(name TEXT PRIMARY KEY, beat INTEGER NOT NULL)",
          "CREATE TABLE turn(number INTEGER NOT NULL)",
          "INSERT INTO turn(number) VALUES (0)");

  private ApprovalSchema() {}

  static Database inFile(Path file) {
    List<String> settings =
        Stream.concat(SqliteDatabase.DURABLE.stream(), Stream.of("secure_delete=1")).toList();
    return new SqliteDatabase(file, CALLED, FORM, settings, TABLES);
  }

  static Database inPostgres(PostgresAccess access) {
    return new PostgresDatabase(
        access,
        "table of approvals",
        "gatehouse_approvals",
        "approval",
        PostgresDatabase.Patience.OF_A_CALL,
        PostgresDatabase.DURABLE);
  }
}
