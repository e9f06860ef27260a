package dev.gatehouse.recordings.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A system call fails, or the process dies in it, at each place in turn; then the power goes. What
 * was acknowledged is there, the writer has said why it stopped, and the next start goes on.
 */
class FailingCallsTest {
  private static final int FAULTS = Guarantees.size("faults", 18);
  private static final int EXCHANGES = 3;
  private static final int KILLED = 128 + 9;
  private static final int READ_AT_ONCE = 10_000;

  /** As much of the name of the thread that commits as a kernel keeps. */
  private static final String COMMITTING_THREAD = "gatehouse-seque";

  private int runs;
  private int hits;
  private int refusing;

  @TempDir Path temporary;

  private enum Fault {
    EIO("error=EIO"),
    ENOSPC("error=ENOSPC"),
    KILL("signal=SIGKILL");

    final String injection;

    Fault(String injection) {
      this.injection = injection;
    }
  }

  /** At which call something goes wrong, counted from 1 in each thread. */
  private record Place(Fault fault, String call, int count) {
    String injection() {
      return call + ":" + fault.injection + ":when=" + count;
    }
  }

  /** Where a writer begins, and how it ends when nothing goes wrong. */
  private enum Course {
    /** A log is made, a few exchanges are put, it is closed. */
    FROM_MAKING_TO_CLOSING(LoadedWriter.End.CLOSE),
    /** A log that was closed is opened, a few exchanges are put. */
    OPENING(LoadedWriter.End.HALT),
    /** A log that was killed is opened, a few exchanges are put. */
    COMMITS(LoadedWriter.End.HALT);

    final LoadedWriter.End end;

    Course(LoadedWriter.End end) {
      this.end = end;
    }
  }

  @Test
  void nothingIsAcknowledgedThatAFailingCallLost() throws Exception {
    Strace.require();
    for (Course course : Course.values()) {
      List<Place> places = places(course);
      Collections.shuffle(places, new Random(31));
      int size = Math.min(places.size(), Math.max(1, FAULTS / Course.values().length));
      for (Place place : places.subList(0, size)) {
        fail(course, place, names());
      }
    }
    assertTrue(hits * 10 >= runs * 9, hits + " of " + runs + " faults came to be");
    assertTrue(refusing > 0, "no fault was told of");
    Guarantees.figure(
        "G4",
        "%d of %d faults injected, no acknowledged entry lost; %d times the writer said why it stopped"
            .formatted(hits, runs, refusing));
  }

  @Test
  void aLogIsMadeAnewWhereAJournalWasLeftInItsMaking() throws Exception {
    Strace.require();
    fail(Course.FROM_MAKING_TO_CLOSING, new Place(Fault.KILL, "pwrite64", 4), List.of("log.db"));
    assertEquals(1, hits);
  }

  @Test
  void nothingIsAcknowledgedInAWalWhoseNameIsNotDurable() throws Exception {
    Strace.require();
    fail(Course.OPENING, new Place(Fault.EIO, "fsync", 1), List.of());
    assertEquals(1, hits);
    assertEquals(1, refusing);
  }

  /** Every call of a course in which nothing goes wrong, with each fault. */
  private List<Place> places(Course course) throws Exception {
    PowerCut power = prepared(course, "counted-" + course);
    Strace strace = strace(power, names());
    Victim writer = start(course, power, strace, "");
    writer.awaitEnd();
    assertEquals(2 * EXCHANGES, writer.acknowledged().size(), () -> "" + writer.refusals());
    Map<String, Integer> counts = strace.counts();
    assertTrue(counts.getOrDefault("fsync", 0) >= 2 * EXCHANGES, counts::toString);
    List<Place> places = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      counts.forEach(
          (call, count) -> {
            for (int i = 1; i <= count; i++) {
              places.add(new Place(fault, call, i));
            }
          });
    }
    return places;
  }

  private void fail(Course course, Place place, List<String> names) throws Exception {
    String what = course + " with " + place.injection();
    PowerCut power = prepared(course, "run-" + runs++);
    Path directory = power.disk().resolve("data");
    Strace strace = strace(power, names);
    Victim writer = start(course, power, strace, place.injection());
    writer.awaitEnd();
    power.strike(new Survival.None());

    List<Strace.Tampered> tampered = strace.tampered();
    boolean hit = place.fault() == Fault.KILL ? writer.exitCode() == KILLED : !tampered.isEmpty();
    hits += hit ? 1 : 0;
    refusing += writer.refusals().isEmpty() ? 0 : 1;
    assertFalse(writer.acknowledgedAfterRefusal(), what);
    boolean inCommit =
        course != Course.FROM_MAKING_TO_CLOSING
            && tampered.stream()
                .anyMatch(t -> t.thread().equals(COMMITTING_THREAD) && !t.file().equals(directory));
    if (inCommit || (hit && !writer.wasReady() && place.fault() != Fault.KILL)) {
      assertFalse(writer.refusals().isEmpty(), what + " was not told of");
    }
    Logs.open(directory).close();
    Verification verification = Verifier.verify(directory);
    Verification.Verified verified =
        assertInstanceOf(
            Verification.Verified.class, verification, () -> what + ": " + verification);
    assertEquals(0, verified.openExchanges(), what);
    assertEquals(Map.of(), missing(directory, writer.acknowledged()), what + tampered);
  }

  private PowerCut prepared(Course course, String name) throws Exception {
    PowerCut power = PowerCut.in(Files.createDirectory(temporary.resolve(name)));
    switch (course) {
      case FROM_MAKING_TO_CLOSING -> {}
      case OPENING -> Logs.copy(made(LoadedWriter.End.CLOSE), power.disk().resolve("data"));
      case COMMITS -> Logs.copy(made(LoadedWriter.End.HALT), power.disk().resolve("data"));
    }
    return power;
  }

  /** A log whose writer ended like this; made once. */
  private Path made(LoadedWriter.End end) throws Exception {
    Path directory = temporary.resolve("made-" + end);
    if (!Files.exists(directory)) {
      Victim.start(List.of(), Map.of(), errors(), arguments(directory, "before", end)).awaitEnd();
    }
    return directory;
  }

  /** What the files of a log are called. */
  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(made(LoadedWriter.End.HALT))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Strace strace(PowerCut power, List<String> names) {
    return new Strace(temporary.resolve("trace"), power.disk().resolve("data"), names);
  }

  private Victim start(Course course, PowerCut power, Strace strace, String injection)
      throws Exception {
    return Victim.start(
        strace.wrapper(power.environment(), injection),
        Map.of(),
        errors(),
        arguments(power.disk().resolve("data"), "then", course.end));
  }

  private Path errors() {
    return temporary.resolve("errors");
  }

  private static String[] arguments(Path directory, String name, LoadedWriter.End end) {
    return new String[] {
      "log", directory.toString(), name, "1", Integer.toString(EXCHANGES), end.name()
    };
  }

  private static Map<Long, String> missing(Path directory, Map<Long, String> acknowledged)
      throws RecordingException {
    Map<Long, String> missing = new HashMap<>(acknowledged);
    try (LogReader reader = LogReader.open(directory)) {
      List<StoredEntry> entries = reader.read(0, READ_AT_ONCE);
      entries.forEach(entry -> missing.remove(entry.index(), entry.leafHash().base64()));
    }
    return missing;
  }
}
