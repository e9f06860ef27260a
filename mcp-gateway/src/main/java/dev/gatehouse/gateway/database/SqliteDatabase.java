package dev.gatehouse.gateway.database;

import static dev.gatehouse.gateway.database.Statements.answer;
import static dev.gatehouse.gateway.database.Statements.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Tables in a SQLite file, which one gateway has open and only its user reads.
 *
 * @param called what it is to people, as in {@code the vault}
 * @param form of the tables, in {@code user_version}
 * @param settings such as {@code synchronous=2}
 * @param tables the statements that make them
 */
public record SqliteDatabase(
    Path file, String called, String form, List<String> settings, List<String> tables)
    implements Database {

  /** Of what must not be lost: a commit that returned is on the disk. */
  public static final List<String> DURABLE =
      List.of("busy_timeout=5000", "journal_mode=wal", "synchronous=2", "fullfsync=1");

  public SqliteDatabase {
    settings = List.copyOf(settings);
    tables = List.copyOf(tables);
  }

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
      for (String setting : settings) {
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
      throw new DatabaseException("cannot create " + file + ": " + e.getMessage());
    }
  }

  private void prepare(Connection connection) throws SQLException {
    String found = answer(connection, "PRAGMA user_version");
    if (found.equals("0") && answer(connection, "SELECT count(*) FROM sqlite_schema").equals("0")) {
      // One transaction: if we crash in it, the next start finds an empty file again.
      connection.setAutoCommit(false);
      for (String table : tables) {
        execute(connection, table);
      }
      execute(connection, "PRAGMA user_version = " + form);
      connection.commit();
      connection.setAutoCommit(true);
    } else if (!found.equals(form)) {
      throw new DatabaseException(called + " has form " + found + ", expected " + form);
    }
  }

  /** Read back, for SQLite ignores what it does not understand. */
  private static void set(Connection connection, String setting) throws SQLException {
    String name = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(setting.indexOf('=') + 1);
    execute(connection, "PRAGMA " + setting);
    String found = answer(connection, "PRAGMA " + name);
    if (!found.equals(value)) {
      throw new DatabaseException("PRAGMA " + name + " is " + found + ", expected " + value);
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
      throw new DatabaseException("somebody reads old pages of " + called + ", try again later");
    }
  }
}
