package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.anchor.Anchoring;
import dev.gatehouse.recordings.anchor.WitnessServer;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.timestamp.TestTsa;
import dev.gatehouse.recordings.timestamp.TimestampToken;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outside world remembers of a log, and what it finds. */
class AnchoredLogTest {
  private static final Boot BOOT = new Boot("1", "digest");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Two logs are opened before either is shown again. */
  private static final Duration SLOWLY = Duration.ofSeconds(3);

  @TempDir Path temporary;
  private Path data = Path.of("");
  private String key = "";

  @BeforeEach
  void createTheLog() throws Exception {
    data = temporary.resolve("data");
    try (EntryLog log = Logs.open(data)) {
      key = log.verifierKey();
      Logs.append(log, Logs.request("e0", "{}"));
    }
  }

  private static LogSettings settings(Path directory, WitnessServer witness) {
    return settings(directory, witness, Duration.ofMillis(500));
  }

  private static LogSettings settings(Path directory, WitnessServer witness, Duration every) {
    return LogSettings.of(directory)
        .withCheckpointEvery(Duration.ofMillis(50))
        .withAnchoring(
            new Anchoring(List.of(witness.address()), every, List.of(), Anchoring.STAMP_EVERY));
  }

  private static List<StoredEntry> anchors(Path directory) throws RecordingException {
    try (LogReader reader = LogReader.open(directory)) {
      return reader.read(0, 1000).stream()
          .filter(entry -> entry.kind() == EntryKind.ANCHOR)
          .toList();
    }
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, "not within " + SOON);
      Thread.sleep(20);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  @Test
  void recordsWhatAWitnessCosigned() throws Exception {
    try (WitnessServer witness = WitnessServer.start(temporary.resolve("w"), key);
        EntryLog log = EntryLog.open(settings(data, witness), BOOT)) {
      await(() -> !anchors(data).isEmpty());
      StoredEntry anchor = anchors(data).getFirst();
      assertEquals(Optional.of("witness"), anchor.method());
      SignedNote note = SignedNote.parse(anchor.part(PartName.MSG).orElseThrow().toArray());
      assertEquals(2, note.verify(witness.address().keys()).size());
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      String context = anchor.part(PartName.CTX).orElseThrow().toText();
      assertTrue(context.contains("\"size\":" + checkpoint.size() + ","), context);

      // It leaves a log in peace that grows by nothing but its anchors.
      Thread.sleep(1000);
      int quiet = anchors(data).size();
      Thread.sleep(1000);
      assertEquals(quiet, anchors(data).size());
      Logs.append(log, Logs.request("more", "{}"));
      await(() -> anchors(data).size() > quiet);
    }
  }

  @Test
  void refusesToOpenABackupThatWasPutBack() throws Exception {
    Path backup = temporary.resolve("backup");
    Logs.copy(data, backup);
    try (WitnessServer witness = WitnessServer.start(temporary.resolve("w"), key)) {
      try (EntryLog log = EntryLog.open(settings(data, witness), BOOT)) {
        Logs.append(log, Logs.request("e1", "{}"));
        Logs.append(log, Logs.response("e1", "{}"));
      }
      LogHaltedException halted =
          assertThrows(
              LogHaltedException.class, () -> EntryLog.open(settings(backup, witness), BOOT));
      assertTrue(
          String.valueOf(halted.getMessage()).contains("gatehouse recover"), halted.toString());
      String evidence = Files.readString(backup.resolve("halted"));
      assertTrue(evidence.contains("--- theirs\n"), evidence);
      // Also where the witness cannot be asked any more.
      assertThrows(LogHaltedException.class, () -> Logs.open(backup));
      // The one that the witness knows goes on.
      EntryLog.open(settings(data, witness), BOOT).close();
    }
  }

  @Test
  void asksTheWitnessesAlsoWhereTheLogIsOpenedWithoutItsConfiguration() throws Exception {
    try (WitnessServer witness = WitnessServer.start(temporary.resolve("w"), key)) {
      EntryLog.open(settings(data, witness), BOOT).close();
      Path backup = temporary.resolve("backup");
      Logs.copy(data, backup);
      Path crashed = temporary.resolve("crashed");
      try (EntryLog log = EntryLog.open(settings(data, witness), BOOT)) {
        Logs.append(log, Logs.request("e1", "{}"));
        Logs.copy(data, crashed);
        Logs.append(log, Logs.response("e1", "{}"));
      }
      assertThrows(LogHaltedException.class, () -> ClosedLog.open(backup, BOOT));
      assertFalse(ClosedLog.sign(crashed));
      assertTrue(Files.exists(crashed.resolve("halted")));
      ClosedLog.open(data, BOOT).close();
    }
  }

  @Test
  void haltsWhereSomebodyElseSignsWithTheSameKey() throws Exception {
    Path fork = temporary.resolve("fork");
    Logs.copy(data, fork);
    try (WitnessServer witness = WitnessServer.start(temporary.resolve("w"), key);
        EntryLog one = EntryLog.open(settings(data, witness, SLOWLY), BOOT);
        EntryLog other = EntryLog.open(settings(fork, witness, SLOWLY), BOOT)) {
      await(
          () -> {
            for (EntryLog log : List.of(one, other)) {
              try {
                log.append(Logs.request("e" + System.nanoTime(), "{}"));
              } catch (RecordingException e) {
                assertTrue(log.failure().orElse("").startsWith("halted: "), e.toString());
              }
            }
            return one.failure().isPresent() || other.failure().isPresent();
          });
      EntryLog halted = one.failure().isPresent() ? one : other;
      assertTrue(halted.failure().orElse("").startsWith("halted: "), halted.failure().toString());
      await(halted::isHalted);
      assertThrows(RecordingException.class, () -> halted.append(Logs.request("after", "{}")));
      await(() -> Files.exists(data.resolve("halted")) || Files.exists(fork.resolve("halted")));
    }
  }

  @Test
  void goesOnWhereAWitnessDoesNotAnswer() throws Exception {
    WitnessServer gone = WitnessServer.start(temporary.resolve("w"), key);
    LogSettings settings = settings(data, gone);
    gone.close();
    try (EntryLog log = EntryLog.open(settings, BOOT)) {
      Logs.append(log, Logs.request("e1", "{}"));
      assertEquals(Optional.empty(), log.failure());
      assertFalse(log.isHalted());
    }
    assertEquals(List.of(), anchors(data));
  }

  @Test
  void recordsWhatAnAuthorityStamped() throws Exception {
    try (TestTsa authority = TestTsa.start("EC", InstantSource.system())) {
      LogSettings settings =
          LogSettings.of(data)
              .withAnchoring(
                  new Anchoring(
                      List.of(),
                      Anchoring.WITNESS_EVERY,
                      List.of(URI.create("http://127.0.0.1:1/nobody"), authority.uri()),
                      Duration.ofSeconds(1)));
      try (EntryLog log = EntryLog.open(settings, BOOT)) {
        await(() -> !anchors(data).isEmpty());
        assertEquals(Optional.empty(), log.failure());
      }
      StoredEntry anchor = anchors(data).getFirst();
      assertEquals(Optional.of("timestamp"), anchor.method());
      byte[] note = anchor.part(PartName.TX).orElseThrow().toArray();
      TimestampToken.verify(anchor.part(PartName.MSG).orElseThrow().toArray(), note);
      assertTrue(new String(note, UTF_8).startsWith("gatehouse.local\n"));
    }
  }
}
