package dev.gatehouse.recordings.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.LogSettings;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleExportTest {
  @TempDir Path temporary;
  private Path directory;
  private Path target;

  @BeforeEach
  void placeDirectories() {
    directory = temporary.resolve("data");
    target = temporary.resolve("bundle");
  }

  private static Verification.Verified verified(Path bundle, String key) {
    return assertInstanceOf(Verification.Verified.class, Verifier.verify(bundle, key));
  }

  private static void appendExchanges(EntryLog log, int count) {
    for (int i = 0; i < count; i++) {
      Logs.append(log, Logs.request("e" + i, "{\"id\":" + i + ",\"note\":\"grün\"}"));
      Logs.append(log, Logs.response("e" + i, "{\"id\":" + i + ",\"result\":{}}"));
    }
  }

  @Test
  void writesAllOfAClosedLog() throws RecordingException, IOException {
    String key;
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      log.append(Logs.policyLoaded("sha256:ab/c", "default: permit\n"));
      appendExchanges(log, 3);
    }
    ExportReport report = BundleExport.write(directory, target);
    assertEquals(9, report.size());
    assertEquals(9, report.committedSize());
    Verification.Verified verified = verified(target, key);
    assertEquals(report.size(), verified.size());
    assertEquals(report.root(), verified.root());
    assertEquals(11, verified.payloads());
    assertEquals(List.of(), verified.warnings());
    assertEquals(
        "default: permit\n", Files.readString(target.resolve("policies/sha256-ab-c.yaml")));
    List<String> transcript = Files.readAllLines(target.resolve("transcript.jsonl"));
    assertEquals(9, transcript.size());
    assertTrue(transcript.get(2).contains("grün"), transcript.get(2));
    try (Stream<Path> files = Files.walk(target)) {
      assertEquals(report.files(), files.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void writesALogOfSeveralTilesAndLevels() throws RecordingException {
    String key;
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      appendExchanges(log, 300);
    }
    BundleExport.write(directory, target);
    assertTrue(Files.exists(target.resolve("tile/0/001")));
    assertTrue(Files.exists(target.resolve("tile/entries/002.p/90")));
    assertTrue(Files.exists(target.resolve("tile/1/000.p/2")));
    assertEquals(602, verified(target, key).entries());
    assertEquals(602, verified(directory, key).entries());
  }

  @Test
  void writesAllOfARunningLogThatWasAskedToSign() throws RecordingException {
    LogSettings seldom = LogSettings.of(directory).withCheckpointEvery(Duration.ofHours(1));
    try (EntryLog log = EntryLog.open(seldom, Logs.BOOT)) {
      for (int times = 1; times <= 20; times++) {
        Logs.append(log, Logs.request("e" + times, "{}"));
        log.sign();
        Path each = temporary.resolve("bundle" + times);
        assertEquals(log.size(), BundleExport.write(directory, each).size());
        verified(each, log.verifierKey());
      }
    }
  }

  @Test
  void writesBesideARunningWriterAsFarAsItIsSigned() throws Exception {
    try (EntryLog log = Logs.open(directory)) {
      appendExchanges(log, 20);
      Thread.sleep(400);
      ExportReport report = BundleExport.write(directory, target);
      assertEquals(41, report.size());
      assertEquals(41, verified(target, log.verifierKey()).size());
      // The export must have left the writer its lock and its log.
      Logs.append(log, Logs.request("late", "{}"));
      assertThrows(RecordingException.class, () -> Logs.open(directory));
    }
  }

  @Test
  void signsTheEndOfALogWhoseWriterIsGone() throws Exception {
    Path copy = temporary.resolve("copy");
    String key;
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      appendExchanges(log, 2);
      Logs.append(log, Logs.request("open", "{}"));
      Logs.copy(directory, copy);
    }
    ExportReport report = BundleExport.write(copy, target);
    assertEquals(6, report.size());
    assertEquals(1, verified(target, key).openExchanges());
  }

  @Test
  void refusesATargetThatIsNotEmpty() throws RecordingException, IOException {
    Logs.open(directory).close();
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine.txt"), "mine");
    assertThrows(RecordingException.class, () -> BundleExport.write(directory, target));
    assertEquals("mine", Files.readString(target.resolve("mine.txt")));
  }

  @Test
  void refusesADirectoryWithoutALog() throws IOException {
    Files.createDirectories(directory);
    assertThrows(RecordingException.class, () -> BundleExport.write(directory, target));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }
}
