package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a log promises, wherever its rows lie. */
@ParameterizedClass
@EnumSource(StoreContractTest.Place.class)
class StoreContractTest {
  /** Longer than the guard may lag. */
  private static final int GUARD_MILLIS = 500;

  private static Optional<PostgresServer> server = Optional.empty();

  @Parameter Place place = Place.SQLITE;
  @TempDir Path temporary;
  private Path data = Path.of("");
  private String database = "";

  enum Place {
    SQLITE,
    POSTGRES
  }

  @BeforeAll
  static void startServer() {
    if (server.isEmpty()) {
      server = Optional.of(PostgresServer.start());
    }
  }

  @AfterAll
  static void stopServer() {
    server.ifPresent(PostgresServer::close);
    server = Optional.empty();
  }

  @BeforeEach
  void choosePlace() {
    data = temporary.resolve("data");
    database =
        switch (place) {
          case SQLITE -> "jdbc:sqlite:" + data.resolve("log.db");
          case POSTGRES -> server.orElseThrow().newDatabase();
        };
  }

  private LogSettings settings() {
    LogSettings settings =
        LogSettings.of(data).withCheckpointEvery(Duration.ofMillis(50)).withNode("a");
    return place == Place.SQLITE ? settings : settings.withPostgres(database, PostgresServer.OWNER);
  }

  private EntryLog open() throws RecordingException {
    return EntryLog.open(settings(), Logs.BOOT);
  }

  private List<StoredEntry> entries() throws RecordingException {
    try (LogReader reader = LogReader.open(data)) {
      return reader.read(0, 10_000);
    }
  }

  private Verification.Verified verified() {
    Verification found = Verifier.verify(data);
    return assertInstanceOf(Verification.Verified.class, found, found::toString);
  }

  /** Runs statements as somebody who knows the database, and its triggers. */
  private void execute(String... statements) throws SQLException {
    try (Connection connection =
            place == Place.SQLITE
                ? DriverManager.getConnection(database)
                : DriverManager.getConnection(
                    database + "?currentSchema=gatehouse", PostgresServer.OWNER, "");
        Statement statement = connection.createStatement()) {
      for (String trigger :
          place == Place.SQLITE
              ? List.of("no_UPDATE_of_entry", "no_DELETE_of_entry")
              : List.of("entry_stays ON entry", "head_only_grows ON head")) {
        statement.execute("DROP TRIGGER IF EXISTS " + trigger);
      }
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void givesEachEntryItsPlaceAndReadsItBack() throws Exception {
    List<Appended> appended = new ArrayList<>();
    try (EntryLog log = open()) {
      for (int i = 0; i < 300; i++) {
        appended.add(log.append(Logs.request("e" + i, "{\"n\":" + i + "}")));
        appended.add(log.append(Logs.response("e" + i, "{\"r\":" + i + "}")));
      }
    }
    List<StoredEntry> entries = entries();
    assertEquals(602, entries.size());
    for (int i = 0; i < appended.size(); i++) {
      assertEquals(1 + i, appended.get(i).index());
      assertEquals(entries.get(1 + i).leafHash(), appended.get(i).leafHash());
    }
    assertEquals("{\"n\":7}", entries.get(15).part(PartName.MSG).orElseThrow().toText());
    assertTrue(entries.get(15).leaf().contains("\"node\":\"a\""), entries.get(15).leaf());
    assertEquals(602, verified().entries());
  }

  @Test
  void goesOnWhereItStoppedAndClosesWhatWasOpen() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("done", "{}"));
      log.append(Logs.response("done", "{}"));
      log.append(Logs.request("open", "{}"));
    }
    try (EntryLog log = open()) {
      List<StoredEntry> entries = entries();
      assertEquals(EntryKind.BOOT, entries.get(5).kind());
      assertTrue(
          entries.get(5).part(PartName.CTX).orElseThrow().toText().contains("\"clean\":true"));
      assertEquals(EntryKind.OUTCOME_UNKNOWN, entries.get(6).kind());
      assertEquals(Optional.of("open"), entries.get(6).exchange());
      // It is closed: a late answer must not become a second closing entry.
      assertThrows(IllegalStateException.class, () -> log.append(Logs.response("open", "{}")));
      assertThrows(IllegalStateException.class, () -> log.append(Logs.response("done", "{}")));
      log.append(Logs.request("next", "{}"));
    }
    assertEquals(1, verified().openExchanges());
  }

  @Test
  void exportsABundleThatVerifiesAlone() throws Exception {
    String key;
    try (EntryLog log = open()) {
      key = log.verifierKey();
      for (int i = 0; i < 150; i++) {
        log.append(Logs.request("e" + i, "{}"));
        log.append(Logs.response("e" + i, "{}"));
      }
    }
    Path bundle = temporary.resolve("bundle");
    assertEquals(302, BundleExport.write(data, bundle).size());
    assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle, key));
  }

  @Test
  void erasesWhatSomebodySaid() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("e1", "{\"said\":\"much\"}"));
      Erased.Done done =
          assertInstanceOf(
              Erased.Done.class,
              log.custody().erase(new ErasureScope.Subject("alice"), "a request"));
      assertEquals(1, done.entries());
      assertTrue(entries().get(1).parts().isEmpty());
      log.append(Logs.response("e1", "{\"said\":\"again\"}"));
      assertEquals(1, entries().getLast().parts().size());
    }
  }

  @Test
  void haltsWhereAcknowledgedEntriesAreGone() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("e1", "{}"));
      execute("CREATE TABLE before AS SELECT size, subtrees FROM head");
      log.append(Logs.response("e1", "{}"));
      Thread.sleep(GUARD_MILLIS);
    }
    execute(
        "DELETE FROM checkpoint",
        "DELETE FROM entry WHERE entry >= (SELECT size FROM before)",
        "UPDATE head SET size = (SELECT size FROM before),"
            + " subtrees = (SELECT subtrees FROM before)",
        "DROP TABLE before");
    RecordingException refused = assertThrows(RecordingException.class, this::open);
    assertTrue(refused.toString().contains("acknowledged entries are lost"), refused.toString());
    Verification.Failed failed = assertInstanceOf(Verification.Failed.class, Verifier.verify(data));
    assertTrue(failed.expected().contains("guard"), failed.toString());
  }

  @Test
  void findsAnEntryThatWasChanged() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("e1", "{}"));
      log.append(Logs.response("e1", "{}"));
    }
    verified();
    execute(
        "UPDATE entry SET statement = (SELECT statement FROM entry WHERE entry = 1)"
            + " WHERE entry = 2");
    Verification.Failed failed = assertInstanceOf(Verification.Failed.class, Verifier.verify(data));
    assertEquals(new Verification.AtEntry(2), failed.where());
  }

  @Test
  void findsAPayloadThatWasPutElsewhere() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("e1", "{}"));
      log.append(Logs.response("e1", "{}"));
    }
    execute("UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE entry = 1) WHERE entry = 2");
    Verification.Failed failed = assertInstanceOf(Verification.Failed.class, Verifier.verify(data));
    assertEquals(new Verification.AtEntry(2), failed.where());
  }

  @Test
  void refusesASecondProcessInItsDirectoryAndAnotherName() throws Exception {
    try (EntryLog log = open()) {
      RecordingException held = assertThrows(RecordingException.class, this::open);
      assertTrue(held.toString().contains("another process"), held.toString());
      log.append(Logs.request("e1", "{}"));
    }
    LogSettings renamed = settings().withOrigin("other.example");
    RecordingException refused =
        assertThrows(RecordingException.class, () -> EntryLog.open(renamed, Logs.BOOT));
    assertTrue(refused.toString().contains("gatehouse.local"), refused.toString());
  }

  @Test
  void signsTheEndOfALogThatNobodyHasOpen() throws Exception {
    try (EntryLog log = open()) {
      log.append(Logs.request("e1", "{}"));
    }
    execute("DELETE FROM checkpoint");
    assertEquals(0, verified().size());
    assertTrue(ClosedLog.sign(data));
    assertEquals(3, verified().size());
    try (EntryLog reopened = ClosedLog.open(data, Logs.BOOT)) {
      reopened.append(Logs.request("e2", "{}"));
    }
    verified();
    assertTrue(Files.exists(data.resolve("guard")));
  }
}
