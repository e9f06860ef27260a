package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.database.Database;
import dev.gatehouse.gateway.database.PostgresDatabase;
import dev.gatehouse.gateway.database.SqliteDatabase;
import dev.gatehouse.recordings.store.PostgresAccess;
import java.nio.file.Path;
import java.util.List;

/** Where the tables of channels lie. */
public final class OutboxTables {
  private static final String CALLED = "the outbox";

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE notice(
            id TEXT PRIMARY KEY,
            channel TEXT NOT NULL,
            approval TEXT NOT NULL,
            step INTEGER NOT NULL,
            word TEXT NOT NULL,
            urgent INTEGER NOT NULL,
            state TEXT NOT NULL,
            made INTEGER NOT NULL,
            due INTEGER NOT NULL,
            tried INTEGER NOT NULL,
            sent INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            batch TEXT NOT NULL,
            trouble TEXT NOT NULL,
            sealed BLOB NOT NULL) WITHOUT ROWID
          """,
          "CREATE INDEX notice_due ON notice(channel, state, due)",
          "CREATE INDEX notice_approval ON notice(approval)",
          "CREATE INDEX notice_made ON notice(made)",
          """
          CREATE TABLE turn(
            channel TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            held INTEGER NOT NULL,
            rest INTEGER NOT NULL,
            failures INTEGER NOT NULL) WITHOUT ROWID
          """,
          """
          CREATE TABLE spent(
            channel TEXT NOT NULL,
            id TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY(channel, id)) WITHOUT ROWID
          """,
          "CREATE INDEX spent_until ON spent(until)");

  private OutboxTables() {}

  /** In this file, which one gateway has open. */
  public static Database inFile(Path file) {
    return new SqliteDatabase(file, CALLED, "1", SqliteDatabase.DURABLE, TABLES);
  }

  /** In the database that gateways share. */
  public static Database inPostgres(PostgresAccess access) {
    return new PostgresDatabase(
        access,
        "outbox",
        "gatehouse_channels",
        "notice",
        PostgresDatabase.Patience.OF_A_CALL,
        PostgresDatabase.DURABLE);
  }
}
