package dev.gatehouse.gateway.vault;

import static dev.gatehouse.gateway.vault.Statements.answer;
import static dev.gatehouse.gateway.vault.Statements.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A vault in a SQLite file, which one gateway has open. */
record SqliteVault(Path file) implements VaultDatabase {
  private static final String FORM = "1";

  private static final String TABLE =
      """
      CREATE TABLE kept(
        token TEXT PRIMARY KEY,
        sealed BLOB NOT NULL,
        seen INTEGER NOT NULL)
      """;

  /** Read back, for SQLite ignores what it does not understand. */
  private static final List<String> SETTINGS =
      List.of(
          "busy_timeout=5000",
          "journal_mode=wal",
          "synchronous=2",
          "fullfsync=1",
          // What is removed is overwritten, not only unlinked.
          "secure_delete=1");

  @Override
  public Optional<Connection> connect(boolean makes) throws SQLException {
    if (!Files.exists(file)) {
      if (!makes) {
        return Optional.empty();
      }
      create();
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      for (String setting : SETTINGS) {
        set(connection, setting);
      }
      prepare(connection);
      return Optional.of(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void create() throws SQLException {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (IOException e) {
      throw new VaultException("cannot create " + file + ": " + e.getMessage());
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    String form = answer(connection, "PRAGMA user_version");
    if (form.equals("0") && answer(connection, "SELECT count(*) FROM sqlite_schema").equals("0")) {
      // One transaction: if we crash in it, the next start finds an empty file again.
      connection.setAutoCommit(false);
      execute(connection, TABLE);
      execute(connection, "CREATE INDEX kept_seen ON kept(seen)");
      execute(connection, "PRAGMA user_version = " + FORM);
      connection.commit();
      connection.setAutoCommit(true);
    } else if (!form.equals(FORM)) {
      throw new VaultException("the vault has form " + form + ", expected " + FORM);
    }
  }

  private static void set(Connection connection, String setting) throws SQLException {
    String name = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(setting.indexOf('=') + 1);
    execute(connection, "PRAGMA " + setting);
    String found = answer(connection, "PRAGMA " + name);
    if (!found.equals(value)) {
      throw new VaultException("PRAGMA " + name + " is " + found + ", expected " + value);
    }
  }

  @Override
  public long bytes(Connection connection) throws SQLException {
    long pages = Long.parseLong(answer(connection, "PRAGMA page_count"));
    long free = Long.parseLong(answer(connection, "PRAGMA freelist_count"));
    return (pages - free) * Long.parseLong(answer(connection, "PRAGMA page_size"));
  }

  @Override
  public void scrub(Connection connection) throws SQLException {
    if (!answer(connection, "PRAGMA wal_checkpoint(TRUNCATE)").equals("0")) {
      throw new VaultException("somebody reads old pages of the vault, try again later");
    }
  }
}
