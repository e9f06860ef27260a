package dev.gatehouse.recordings.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verifier says of a database that somebody wrote to who knows SQLite. */
class DataDirectoryTamperingTest {
  private static final int EXCHANGES = 200;

  @TempDir static Path temporary;
  private static Path untouched = Path.of("");
  private static String key = "";

  private Path data = Path.of("");

  @BeforeAll
  static void append() throws RecordingException {
    untouched = temporary.resolve("data");
    try (EntryLog log = Logs.open(untouched)) {
      key = log.verifierKey();
      for (int i = 0; i < EXCHANGES; i++) {
        log.append(Logs.request("e" + i, "{}"));
        log.append(Logs.response("e" + i, "{}"));
      }
    }
  }

  @BeforeEach
  void copy() throws IOException, InterruptedException {
    data = Files.createTempDirectory(temporary, "copy").resolve("data");
    Logs.copy(untouched, data);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data + "/log.db");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void dropTripwires() throws SQLException {
    execute(
        "DROP TRIGGER no_UPDATE_of_entry",
        "DROP TRIGGER no_DELETE_of_entry",
        "DROP TRIGGER no_UPDATE_of_tile",
        "DROP TRIGGER no_DELETE_of_tile");
  }

  private Verification.Failed refused() {
    return assertInstanceOf(Verification.Failed.class, Verifier.verify(data, key));
  }

  @Test
  void acceptsWhatNobodyTouched() {
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(data, key));
    assertEquals(2 + 2 * EXCHANGES, verified.entries());
    assertEquals(verified.entries(), verified.size());
    assertEquals(1 + 3 * EXCHANGES, verified.payloads());
    assertEquals(0, verified.openExchanges());
    assertEquals(List.of(), verified.warnings());
  }

  @Test
  void tripsWhoChangesALeafByMistake() {
    assertThrows(SQLException.class, () -> execute("UPDATE entry SET statement = x'00'"));
    assertThrows(SQLException.class, () -> execute("DELETE FROM entry WHERE entry = 3"));
    assertThrows(SQLException.class, () -> execute("UPDATE tile SET hashes = x'00'"));
    assertThrows(SQLException.class, () -> execute("DELETE FROM tile"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | UPDATE entry SET statement = replace(statement, 'permit', 'refuse') WHERE entry = 7",
        "7 | DELETE FROM entry WHERE entry = 7",
        "7 | UPDATE entry SET hash = zeroblob(32) WHERE entry = 7",
        "7 | UPDATE entry SET sealed = zeroblob(64) WHERE entry = 7",
        "7 | UPDATE entry SET sealed = NULL, key = NULL WHERE entry = 7",
        "7 | UPDATE entry SET key = key + 1000 WHERE entry = 7",
        "7 | UPDATE entry SET sealed = (SELECT sealed FROM entry WHERE entry = 9) WHERE entry = 7",
        "401 | UPDATE entry SET (key, sealed) = (SELECT key, sealed FROM entry WHERE entry = 9)"
            + " WHERE entry = 401",
        "300 | UPDATE entry SET statement = replace(statement, 'e149', 'e151') WHERE entry = 300",
      })
  void namesTheBadEntry(long entry, String sql) throws SQLException {
    dropTripwires();
    execute(sql);
    assertEquals(new Verification.AtEntry(entry), refused().where());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE tile SET hashes = zeroblob(8192)",
        "DELETE FROM tile",
        "UPDATE head SET size = size - 1",
        "UPDATE head SET size = size + 1",
        "UPDATE head SET subtrees = zeroblob(length(subtrees))",
        "UPDATE checkpoint SET size = size + 1 WHERE size = (SELECT max(size) FROM checkpoint)",
        "UPDATE checkpoint SET note = replace(note, 'gatehouse', 'gatehause')",
        "UPDATE meta SET value = 'other.example' WHERE name = 'origin'",
        "UPDATE meta SET value = 'x' WHERE name = 'key'",
        "INSERT INTO entry SELECT 402, hash, statement, NULL, NULL FROM entry WHERE entry = 401",
      })
  void refusesEverythingElseThatDoesNotFit(String sql) throws SQLException {
    dropTripwires();
    execute(sql);
    refused();
  }

  @Test
  void refusesAnEntryChangedTogetherWithItsHash() throws SQLException {
    dropTripwires();
    String changed = "replace(statement, 'permit', 'refuse')";
    execute("UPDATE entry SET statement = " + changed + " WHERE entry = 7");
    String hash = hashOfStatement(7);
    execute("UPDATE entry SET hash = x'" + hash + "' WHERE entry = 7");
    Verification.Failed failed = refused();
    assertTrue(failed.toString().contains("7"), failed.toString());
  }

  private String hashOfStatement(long entry) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data + "/log.db");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT statement FROM entry WHERE entry = " + entry)) {
      row.next();
      byte[] bytes = row.getBytes(1);
      byte[] prefixed = new byte[bytes.length + 1];
      System.arraycopy(bytes, 0, prefixed, 1, bytes.length);
      return Bundles.digest(prefixed);
    }
  }

  @Test
  void refusesATailCutOffWithTheHeadMovedBack() throws Exception {
    Path longer = data.resolveSibling("longer");
    Logs.copy(data, longer);
    try (EntryLog log = Logs.open(longer)) {
      log.append(Logs.request("more", "{}"));
    }
    // The database of before, the guard of after: as a backup would be that was put back.
    Files.copy(longer.resolve("guard"), data.resolve("guard"), StandardCopyOption.REPLACE_EXISTING);
    Verification.Failed failed = refused();
    assertTrue(failed.found().contains("402 entries"), failed.toString());
    assertThrows(RecordingException.class, () -> Logs.open(data));
  }

  @ParameterizedTest
  @CsvSource({"guard", "log.vkey"})
  void refusesAFileBesideTheDatabaseThatIsSpoilt(String file) throws IOException {
    Files.writeString(data.resolve(file), "x");
    assertEquals(new Verification.InFile(file), refused().where());
  }

  @Test
  void leavesPayloadsSealedWhereTheKeysAreElsewhere() throws IOException {
    Files.delete(data.resolve("master.key"));
    Files.delete(data.resolve("keys.db"));
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(data, key));
    assertEquals(0, verified.payloads());
    assertEquals(1, verified.warnings().size());
  }

  @Test
  void verifiesBesideARunningWriter() throws RecordingException {
    try (EntryLog log = Logs.open(data)) {
      log.append(Logs.request("live", "{}"));
      Verification.Verified verified =
          assertInstanceOf(Verification.Verified.class, Verifier.verify(data, key));
      assertEquals(1, verified.openExchanges());
    }
  }
}
