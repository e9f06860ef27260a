package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.export.BundleExport;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log demands of a PostgreSQL server and of the role that it comes as. */
class PostgresDemandsTest {
  private static Optional<PostgresServer> started = Optional.empty();

  @TempDir Path temporary;
  private String database = "";

  @BeforeAll
  static void startServer() {
    PostgresServer server = PostgresServer.start();
    started = Optional.of(server);
    server.execute("postgres", "CREATE ROLE gate LOGIN", "CREATE ROLE stranger LOGIN");
    server.execute("postgres", "CREATE ROLE auditor LOGIN");
    server.execute("postgres", "CREATE ROLE with_password LOGIN PASSWORD 'hunter2'");
  }

  @AfterAll
  static void stopServer() {
    started.ifPresent(PostgresServer::close);
  }

  @BeforeEach
  void makeDatabase() {
    database = started.orElseThrow().newDatabase();
  }

  private void asOwner(String... statements) {
    started.orElseThrow().executeAt(database, statements);
  }

  private LogSettings settings(String user) {
    return LogSettings.of(temporary.resolve("data")).withNode("a").withPostgres(database, user);
  }

  private String refusal(LogSettings settings) {
    return assertThrows(RecordingException.class, () -> EntryLog.open(settings, Logs.BOOT))
        .toString();
  }

  private void refusedFor(String reason, LogSettings settings) {
    String refusal = refusal(settings);
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void needsNoMoreRightsThanTheScriptGrants() throws Exception {
    asOwner(PostgresSetup.script("gate"));
    try (EntryLog log = EntryLog.open(settings("gate"), Logs.BOOT)) {
      for (int i = 0; i < 150; i++) {
        log.append(Logs.request("e" + i, "{}"));
        log.append(Logs.response("e" + i, "{}"));
      }
      ErasureScope alice = new ErasureScope.Subject("alice");
      log.custody().hold("alice", "lawsuit 5");
      assertInstanceOf(Erased.Held.class, log.custody().erase(alice, "a request"));
      log.custody().release("alice", "lawsuit 5 is over");
      assertInstanceOf(Erased.Done.class, log.custody().erase(alice, "a request"));
    }
    EntryLog.open(settings("gate"), Logs.BOOT).close();
    for (String forbidden :
        new String[] {
          "UPDATE gatehouse.entry SET statement = ''",
          "UPDATE gatehouse.entry SET hash = ''",
          "DELETE FROM gatehouse.entry",
          "TRUNCATE gatehouse.entry",
          "UPDATE gatehouse.tile SET hashes = ''",
          "DELETE FROM gatehouse.tile",
          "DELETE FROM gatehouse.head",
          "DELETE FROM gatehouse.meta",
          "UPDATE gatehouse.meta SET value = ''",
          "UPDATE gatehouse.checkpoint SET note = ''",
          "DROP TRIGGER entry_stays ON gatehouse.entry"
        }) {
      String refused =
          assertThrows(SQLException.class, () -> execute("gate", forbidden), forbidden).toString();
      assertTrue(refused.contains("permission denied") || refused.contains("owner"), refused);
    }
  }

  private void execute(String user, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database, user, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE gatehouse.entry SET statement = ''",
        "DELETE FROM gatehouse.entry",
        "TRUNCATE gatehouse.entry",
        "DELETE FROM gatehouse.tile",
        "UPDATE gatehouse.head SET size = 0, subtrees = ''"
      })
  void tripsAlsoTheOwnerWhoChangesEvidenceByMistake(String sql) throws Exception {
    try (EntryLog log = EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT)) {
      log.append(Logs.request("e1", "{}"));
    }
    String refused =
        assertThrows(SQLException.class, () -> execute(PostgresServer.OWNER, sql)).toString();
    assertTrue(refused.contains("what was hashed is never changed"), refused);
  }

  @Test
  void saysWhichRightsAreMissing() {
    refusedFor("postgres-setup", settings("gate"));
    asOwner(PostgresSetup.script("gate"));
    asOwner("REVOKE INSERT ON gatehouse.tile FROM gate");
    refusedFor("lacks [INSERT on gatehouse.tile]", settings("gate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"synchronous_commit=off", "synchronous_commit=local"})
  void refusesAServerThatMayLoseWhatItCommitted(String setting) throws Exception {
    String name = database.substring(database.lastIndexOf('/') + 1);
    String value = setting.substring(setting.indexOf('=') + 1);
    EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT).close();
    asOwner("ALTER DATABASE " + name + " SET synchronous_commit = " + value);
    refusedFor("`synchronous_commit = " + value + "`", settings(PostgresServer.OWNER));
    asOwner("ALTER DATABASE " + name + " SET synchronous_commit = remote_apply");
    EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "full_page_writes"})
  void refusesAServerThatDoesNotSync(String setting) throws Exception {
    try {
      asOwner("ALTER SYSTEM SET " + setting + " = off", "SELECT pg_reload_conf()");
      Thread.sleep(300);
      refusedFor("`" + setting + " = off`", settings(PostgresServer.OWNER));
    } finally {
      asOwner("ALTER SYSTEM RESET " + setting, "SELECT pg_reload_conf()");
      Thread.sleep(300);
    }
    EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT).close();
  }

  @Test
  void refusesAServerThatTakesNoWrites() {
    String name = database.substring(database.lastIndexOf('/') + 1);
    asOwner("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
    refusal(settings(PostgresServer.OWNER));
  }

  @Test
  void readsOnlyWhereItMayWrite() throws Exception {
    String here = database.substring("jdbc:postgresql://".length());
    String name = here.substring(here.indexOf('/') + 1);
    try (PostgresServer behind = PostgresServer.start()) {
      behind.execute("postgres", "CREATE DATABASE " + name);
      behind.execute(name, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
      String both = "jdbc:postgresql://127.0.0.1:%d,%s".formatted(behind.port(), here);
      LogSettings settings = settings(PostgresServer.OWNER);
      try (EntryLog log =
          EntryLog.open(settings.withPostgres(both, PostgresServer.OWNER), Logs.BOOT)) {
        log.append(Logs.request("e1", "{}"));
        try (LogReader reader = LogReader.open(temporary.resolve("data"))) {
          assertEquals(log.size(), reader.size());
        }
      }
      assertInstanceOf(
          Verification.Verified.class, Verifier.verify(temporary.resolve("data")), both);
    }
  }

  @Test
  void refusesAUrlThatMayReadFromAStandby() {
    String url = database + "?targetServerType=preferSecondary";
    refusedFor(
        "without targetServerType", settings("gate").withPostgres(url, PostgresServer.OWNER));
  }

  @Test
  void anAuditorExportsWhatIsSigned() throws Exception {
    EntryLog log = EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT);
    log.append(Logs.request("e1", "{}"));
    log.close();
    for (String schema : new String[] {"gatehouse", "gatehouse_keys"}) {
      asOwner(
          "GRANT USAGE ON SCHEMA " + schema + " TO auditor",
          "GRANT SELECT ON ALL TABLES IN SCHEMA " + schema + " TO auditor");
    }
    Path file = temporary.resolve("data").resolve("postgres");
    String text = Files.readString(file).replace("user owner", "user auditor");
    Files.writeString(file, text);
    Path bundle = temporary.resolve("bundle");
    assertEquals(log.size(), BundleExport.write(temporary.resolve("data"), bundle).size());
    assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle));
    assertEquals(text, Files.readString(file));
    Files.writeString(file, text.replace("user auditor", "user stranger"));
    assertThrows(
        RecordingException.class,
        () -> BundleExport.write(temporary.resolve("data"), temporary.resolve("another")));
  }

  @Test
  void tellsNobodyThePassword() throws Exception {
    asOwner(PostgresSetup.script("with_password"));
    LogSettings right =
        LogSettings.of(temporary.resolve("data"))
            .withNode("a")
            .withPostgres(database, "with_password", "hunter2");
    EntryLog.open(right, Logs.BOOT).close();
    String wrong = refusal(right.withPostgres(database, "with_password", "guessed"));
    assertTrue(wrong.contains("password authentication failed"), wrong);
    for (String text : new String[] {wrong, right.toString()}) {
      assertFalse(text.contains("guessed") || text.contains("hunter2"), text);
    }
    String file = Files.readString(temporary.resolve("data").resolve("postgres"));
    assertEquals("url " + database + "\nuser with_password\nnode a\n", file);
  }

  @Test
  void anAuditorWithoutTheKeysVerifiesAllButThePayloads() throws Exception {
    try (EntryLog log = EntryLog.open(settings(PostgresServer.OWNER), Logs.BOOT)) {
      log.append(Logs.request("e1", "{}"));
    }
    asOwner(
        "GRANT USAGE ON SCHEMA gatehouse TO auditor",
        "GRANT SELECT ON ALL TABLES IN SCHEMA gatehouse TO auditor");
    Path file = temporary.resolve("data").resolve("postgres");
    Files.writeString(file, Files.readString(file).replace("user owner", "user auditor"));
    Verification found = Verifier.verify(temporary.resolve("data"));
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, found, found::toString);
    assertEquals(0, verified.payloads());
    assertTrue(verified.warnings().toString().contains("unchecked"), found::toString);
    Files.writeString(file, Files.readString(file).replace("user auditor", "user stranger"));
    assertInstanceOf(Verification.Failed.class, Verifier.verify(temporary.resolve("data")));
  }
}
