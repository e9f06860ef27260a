package dev.gatehouse.recordings.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a power cut the log holds everything that it had acknowledged. */
class PowerCutTest {
  private static final int CUTS = Guarantees.size("powercuts", 20);
  private static final String THREADS = "16";
  private static final String FOR_EVER = Long.toString(Long.MAX_VALUE);
  private static final int ACKNOWLEDGED_MAX = 500;

  /** One cut in so many comes late, when pages go from the WAL to the database, and it restarts. */
  private static final int CUTS_THAT_COME_LATE = 5;

  private static final int ACKNOWLEDGED_LATE = 5000;

  /** One directory goes through so many cuts, and then another is made: that is cut too. */
  private static final int CUTS_OF_A_DIRECTORY = 10;

  /** One cut in so many comes at any moment of the start. */
  private static final int CUTS_AT_START = 4;

  private static final int START_MILLIS = 900;

  /** About what the making takes. */
  private static final int MAKING_MILLIS = 120;

  private static final int READ_AT_ONCE = 10_000;

  private final Random random = new Random(19);
  private final Map<Long, String> acknowledged = new HashMap<>();
  private long acknowledgedInAll;
  private long writesLost;
  private long namesLost;

  @TempDir Path temporary;

  @Test
  void losesNothingThatItAcknowledged() throws Exception {
    PowerCut power = PowerCut.in(temporary);
    Path directory = power.disk();
    for (int cut = 0; cut < CUTS; cut++) {
      if (cut % CUTS_OF_A_DIRECTORY == 0) {
        directory = power.disk().resolve("data-" + cut);
        acknowledged.clear();
      }
      writeUntilTheCut(power, directory, cut);
      requireAll(directory, "after cut " + cut);
      if ((cut + 1) % CUTS_OF_A_DIRECTORY == 0 || cut + 1 == CUTS) {
        Logs.open(directory).close();
        Verification.Verified verified =
            assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
        assertEquals(0, verified.openExchanges());
        requireAll(directory, "at the end");
      }
    }
    assertTrue(writesLost > 0, "no cut came between a write and its fsync");
    Guarantees.figure(
        "G2",
        "%d power cuts, 0 of %d acknowledged entries lost (%d writes and %d names were not durable)"
            .formatted(CUTS, acknowledgedInAll, writesLost, namesLost));
  }

  @Test
  void aLogThatWasCutOffInItsMakingIsMadeAnew() throws Exception {
    int cuts = Math.max(1, CUTS / CUTS_AT_START);
    for (int cut = 0; cut < cuts; cut++) {
      PowerCut power = PowerCut.in(Files.createDirectory(temporary.resolve("making-" + cut)));
      Path directory = power.disk().resolve("data");
      Victim writer = start(power, directory, cut);
      while (!Files.exists(directory)) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(MAKING_MILLIS));
      writer.kill();
      power.strike(survival(cut));
      acknowledged.clear();
      acknowledged.putAll(writer.acknowledged());
      Logs.open(directory).close();
      requireAll(directory, "made anew after cut " + cut);
      assertInstanceOf(Verification.Verified.class, Verifier.verify(directory), "cut " + cut);
    }
    Guarantees.figure(
        "G2 making", cuts + " power cuts while a log was made, each made anew or gone on");
  }

  private Victim start(PowerCut power, Path directory, int cut) throws IOException {
    return Victim.start(
        List.of(),
        power.environment(),
        temporary.resolve("errors"),
        "log",
        directory.toString(),
        "c" + cut,
        THREADS,
        FOR_EVER,
        LoadedWriter.End.HALT.name());
  }

  private static Survival survival(int cut) {
    Random seeded = new Random(cut);
    return cut % 2 == 0 ? new Survival.None() : new Survival.Some(seeded, seeded.nextDouble());
  }

  private void writeUntilTheCut(PowerCut power, Path directory, int cut) throws Exception {
    Victim writer = start(power, directory, cut);
    if (random.nextInt(CUTS_AT_START) == 0) {
      Thread.sleep(random.nextInt(START_MILLIS));
    } else if (!writer.awaitAcknowledged(
        1
            + random.nextInt(ACKNOWLEDGED_MAX)
            + (cut % CUTS_THAT_COME_LATE == 1 ? ACKNOWLEDGED_LATE : 0))) {
      throw new AssertionError(
          "cut " + cut + ": ended: " + writer.refusals() + text(temporary.resolve("errors")));
    }
    writer.kill();
    assertEquals(List.of(), writer.refusals(), "cut " + cut);
    PowerCut.Loss loss = power.strike(survival(cut));
    writesLost += loss.writes();
    namesLost += loss.names();
    acknowledged.putAll(writer.acknowledged());
    acknowledgedInAll += writer.acknowledged().size();
  }

  /** A log of which nothing was acknowledged may be half made: the next start makes it. */
  private void requireAll(Path directory, String when) throws RecordingException {
    if (acknowledged.isEmpty()) {
      return;
    }
    Verification verification = Verifier.verify(directory);
    assertInstanceOf(Verification.Verified.class, verification, () -> when + ": " + verification);
    Map<Long, String> missing = new HashMap<>(acknowledged);
    try (LogReader reader = LogReader.open(directory)) {
      List<StoredEntry> read = reader.read(0, READ_AT_ONCE);
      while (!read.isEmpty()) {
        read.forEach(entry -> missing.remove(entry.index(), entry.leafHash().base64()));
        read = reader.read(read.getLast().index() + 1, READ_AT_ONCE);
      }
    }
    assertEquals(Map.of(), missing, when);
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? "\n" + Files.readString(file) : "";
  }
}
