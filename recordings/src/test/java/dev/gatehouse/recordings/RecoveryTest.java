package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
  /** Longer than the guard may lag. */
  private static final int GUARD_MILLIS = 500;

  @TempDir Path temporary;

  private Path crashed(String... exchangesLeftOpen) throws Exception {
    Path directory = temporary.resolve("running");
    Path copy = temporary.resolve("crashed");
    try (EntryLog log = Logs.open(directory)) {
      log.append(Logs.request("done", "{}"));
      log.append(Logs.response("done", "{}"));
      for (String exchange : exchangesLeftOpen) {
        log.append(Logs.request(exchange, "{}"));
      }
      Thread.sleep(GUARD_MILLIS);
      Logs.copy(directory, copy);
    }
    return copy;
  }

  private static List<StoredEntry> readAll(Path directory) throws RecordingException {
    try (LogReader reader = LogReader.open(directory)) {
      return reader.read(0, 10_000);
    }
  }

  private static void refusedFor(String reason, Path directory) {
    RecordingException refused = assertThrows(RecordingException.class, () -> Logs.open(directory));
    assertTrue(refused.toString().contains(reason), refused.toString());
    assertTrue(refused.toString().contains(directory.toString()), refused.toString());
  }

  @Test
  void closesWhatACrashLeftOpen() throws Exception {
    Path directory = crashed("a", "b");
    try (EntryLog log = Logs.open(directory)) {
      List<StoredEntry> entries = readAll(directory);
      assertEquals(8, entries.size());
      assertEquals(EntryKind.BOOT, entries.get(5).kind());
      assertTrue(
          entries.get(5).part(PartName.CTX).orElseThrow().toText().contains("\"clean\":false"));
      assertEquals(EntryKind.OUTCOME_UNKNOWN, entries.get(6).kind());
      assertEquals("a", entries.get(6).exchange().orElseThrow());
      assertEquals("b", entries.get(7).exchange().orElseThrow());
      // They are closed: a late answer must not become a second closing entry.
      assertThrows(IllegalStateException.class, () -> log.append(Logs.response("a", "{}")));
      log.append(Logs.request("next", "{}"));
    }
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
    assertEquals(1, verified.openExchanges());
  }

  @Test
  void goesOnAtTheNextIndexAfterManyTiles() throws Exception {
    Path directory = temporary.resolve("data");
    for (int session = 0; session < 3; session++) {
      try (EntryLog log = Logs.open(directory)) {
        for (int i = 0; i < 130; i++) {
          log.append(Logs.request(session + "-" + i, "{}"));
          log.append(Logs.response(session + "-" + i, "{}"));
        }
      }
    }
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
    assertEquals(3 * 262, verified.entries());
  }

  @Test
  void haltsWhereAcknowledgedEntriesAreGoneFromTheWal() throws Exception {
    Path directory = temporary.resolve("running");
    Path copy = temporary.resolve("crashed");
    Logs.open(directory).close();
    try (EntryLog log = Logs.open(directory);
        Connection reader = DriverManager.getConnection("jdbc:sqlite:" + directory + "/log.db")) {
      holdSnapshot(reader);
      for (int i = 0; i < 50; i++) {
        log.append(Logs.request("e" + i, "{}"));
      }
      Thread.sleep(GUARD_MILLIS);
      Logs.copy(directory, copy);
    }
    Path untouched = temporary.resolve("untouched");
    Logs.copy(copy, untouched);
    try (RandomAccessFile wal = new RandomAccessFile(copy.resolve("log.db-wal").toFile(), "rw")) {
      wal.setLength(wal.length() / 2);
    }
    refusedFor("acknowledged entries are lost", copy);
    Verification.Failed failed = assertInstanceOf(Verification.Failed.class, Verifier.verify(copy));
    assertTrue(failed.expected().contains("guard"), failed.toString());
    // Nothing was written by the attempt: what was cut off can still be put back.
    Files.copy(
        untouched.resolve("log.db-wal"),
        copy.resolve("log.db-wal"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(copy.resolve("log.db-shm"));
    Logs.open(untouched).close();
  }

  /**
   * Keeps pages in the WAL: nothing after this reader's snapshot can be moved into the database.
   */
  private static void holdSnapshot(Connection reader) throws SQLException {
    reader.setAutoCommit(false);
    try (Statement statement = reader.createStatement();
        ResultSet row = statement.executeQuery("SELECT size FROM head")) {
      assertTrue(row.next());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log.db",
        "guard",
        "keys.db",
        "master.key",
        "signing.pem",
        "signing-ml-dsa-44.pem"
      })
  void haltsWhereAFileIsMissing(String file) throws Exception {
    Path directory = temporary.resolve("data");
    Logs.open(directory).close();
    Files.delete(directory.resolve(file));
    refusedFor(file.equals("log.db") ? "acknowledged entries are lost" : "missing", directory);
    assertFalse(Files.exists(directory.resolve(file)));
  }

  @Test
  void replacesNoKeysWhereAllElseIsMissing() throws Exception {
    Path directory = temporary.resolve("data");
    Logs.open(directory).close();
    Files.delete(directory.resolve("log.db"));
    Files.delete(directory.resolve("guard"));
    String key = Files.readString(directory.resolve("master.key"));
    refusedFor("payload keys", directory);
    assertEquals(key, Files.readString(directory.resolve("master.key")));
  }

  @Test
  void haltsWhereTheSigningKeyIsAnother() throws Exception {
    Path directory = temporary.resolve("data");
    Path other = temporary.resolve("other");
    Logs.open(directory).close();
    Logs.open(other).close();
    Files.copy(
        other.resolve("signing.pem"),
        directory.resolve("signing.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    refusedFor("other half", directory);
  }

  @Test
  void startsAnewWhereACrashLeftALogHalfMade() throws Exception {
    Path directory = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(directory.resolve("master.key"), "x");
    Files.writeString(directory.resolve("signing.pem.new"), "x");
    Files.createFile(directory.resolve("log.db"));
    Files.createFile(directory.resolve("lock"));
    Logs.open(directory).close();
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
  }

  @Test
  void keepsSecretsFromOtherUsers() throws Exception {
    Path directory = temporary.resolve("data");
    Logs.open(directory).close();
    assertEquals("rwx------", permissions(directory));
    for (String file :
        List.of(
            "log.db", "keys.db", "master.key", "signing.pem", "signing-ml-dsa-44.pem", "guard")) {
      assertEquals("rw-------", permissions(directory.resolve(file)), file);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void keepsNothingOfAMessageInClear() throws Exception {
    Path directory = temporary.resolve("running");
    Path copy = temporary.resolve("crashed");
    String secret = "4111111111111111";
    try (EntryLog log = Logs.open(directory)) {
      log.append(Logs.request("e1", "{\"card\":\"" + secret + "\",\"to\":\"alice\"}"));
      log.append(Logs.response("e1", secret.repeat(100)));
      Logs.copy(directory, copy);
    }
    for (Path place : List.of(directory, copy)) {
      for (String word : List.of(secret, "alice")) {
        Process search =
            new ProcessBuilder("grep", "-r", "-a", "-q", word, place.toString()).start();
        assertEquals(1, search.waitFor(), word + " in " + place);
      }
    }
    for (StoredEntry entry : readAll(directory)) {
      assertFalse(entry.leaf().contains(secret));
      assertFalse(entry.leaf().contains("alice"));
    }
    assertTrue(
        readAll(directory).get(1).part(PartName.MSG).orElseThrow().toText().contains(secret));
  }

  @Test
  void onlyTheNodeThatWroteLastGoesOn() throws Exception {
    LogSettings settings = LogSettings.of(temporary.resolve("named"));
    EntryLog.open(settings.withNode("a"), Logs.BOOT).close();
    for (LogSettings other : List.of(settings.withNode("b"), settings)) {
      RecordingException refused =
          assertThrows(RecordingException.class, () -> EntryLog.open(other, Logs.BOOT));
      assertTrue(refused.toString().contains("last written as node `a`"), refused.toString());
    }
    EntryLog.open(settings.withNode("a"), Logs.BOOT).close();
  }
}
