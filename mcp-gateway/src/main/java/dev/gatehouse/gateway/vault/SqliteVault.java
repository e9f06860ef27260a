package dev.gatehouse.gateway.vault;

import dev.gatehouse.gateway.database.SqliteDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A vault in a SQLite file. */
final class SqliteVault {
  private static final String TABLE =
      """
      CREATE TABLE kept(
        token TEXT PRIMARY KEY,
        sealed BLOB NOT NULL,
        seen INTEGER NOT NULL)
      """;

  private SqliteVault() {}

  static SqliteDatabase in(Path file) {
    return new SqliteDatabase(
        file,
        "the vault",
        "1",
        // What is removed is overwritten, not only unlinked.
        Stream.concat(SqliteDatabase.DURABLE.stream(), Stream.of("secure_delete=1")).toList(),
        List.of(TABLE, "CREATE INDEX kept_seen ON kept(seen)"));
  }
}
