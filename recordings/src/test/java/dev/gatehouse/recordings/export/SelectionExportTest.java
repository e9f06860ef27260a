package dev.gatehouse.recordings.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.Entry;
import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.EntryLog;
import dev.gatehouse.recordings.ErasureScope;
import dev.gatehouse.recordings.Logs;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionExportTest {
  @TempDir Path temporary;
  private Path directory;
  private Path target;
  private String key;

  @BeforeEach
  void recordSomething() throws RecordingException {
    directory = temporary.resolve("data");
    target = temporary.resolve("selection");
    try (EntryLog log = Logs.open(directory)) {
      key = log.verifierKey();
      log.append(Logs.policyLoaded("other", "default: refuse\n"));
      log.append(Logs.policyLoaded("file", "default: permit\n"));
      log.append(Logs.policyLoaded("p1", "file  policy.yaml\n"));
      log.append(anchor("witness")); // 4
      log.append(anchor("witness")); // 5
      log.append(Logs.request("e1", "{\"id\":1}")); // 6
      log.append(Logs.request("e2", "{\"id\":2}")); // 7
      log.append(event("e1")); // 8
      log.append(Logs.response("e1", "{\"id\":1,\"result\":{}}")); // 9
      log.append(anchor("witness")); // 10
      log.append(Logs.response("e2", "{\"id\":2,\"result\":{}}")); // 11
      log.append(anchor("witness")); // 12
      for (int i = 0; i < 300; i++) {
        Logs.append(log, Logs.request("x" + i, "{}"));
        Logs.append(log, Logs.response("x" + i, "{}"));
      }
    }
  }

  private static Entry anchor(String method) {
    return Entry.builder(EntryKind.ANCHOR).method(method).build();
  }

  private static Entry event(String exchange) {
    return Entry.builder(EntryKind.EVENT)
        .exchange(exchange)
        .part(PartName.MSG, Bytes.utf8("{\"method\":\"notifications/progress\"}"))
        .build();
  }

  private static Predicate<StoredEntry> exchange(String id) {
    return entry -> entry.exchange().equals(Optional.of(id));
  }

  private SelectionExport.Report select(Predicate<StoredEntry> condition)
      throws RecordingException {
    return select(List.of(condition));
  }

  private SelectionExport.Report select(List<Predicate<StoredEntry>> conditions)
      throws RecordingException {
    return SelectionExport.write(directory, target, new Wanted(conditions), Progress.silent());
  }

  private Set<Integer> indexes() throws IOException {
    Set<Integer> indexes = new TreeSet<>();
    try (Stream<Path> folders = Files.list(target.resolve("entries"))) {
      folders
          .map(Path::getFileName)
          .map(Path::toString)
          .map(Integer::valueOf)
          .forEach(indexes::add);
    }
    return indexes;
  }

  private Verification.Verified verified() {
    return assertInstanceOf(Verification.Verified.class, Verifier.verify(target, key));
  }

  @Test
  void takesWholeExchangesWithTheirPoliciesAndTheAnchorsAroundThem()
      throws RecordingException, IOException {
    SelectionExport.Report report = select(entry -> entry.index() == 8);
    assertEquals(new TreeSet<>(List.of(2, 3, 5, 6, 8, 9, 10)), indexes());
    assertEquals(7, report.entries());
    assertEquals(7, verified().entries());
    assertEquals(614, verified().size());
    assertEquals(6, verified().payloads());
    assertEquals("{\"id\":1}", Files.readString(target.resolve("entries/6/msg.content")));
  }

  @Test
  void takesWhatMeetsEachConditionBySomeEntry() throws RecordingException, IOException {
    select(
        List.of(
            entry -> entry.part(PartName.MSG).equals(Optional.of(Bytes.utf8("{\"id\":2}"))),
            entry -> entry.kind() == EntryKind.RESPONSE));
    assertTrue(indexes().containsAll(List.of(7, 11)));
    assertFalse(indexes().contains(9));
    verified();
  }

  @Test
  void writesNothingWhereNothingMatches() {
    assertThrows(
        RecordingException.class,
        () -> select(List.of(exchange("e1"), entry -> entry.kind() == EntryKind.BOOT)));
    assertFalse(Files.exists(target));
  }

  @Test
  void takesExchangesWithoutAnEndAndEntriesWithoutAnExchange()
      throws RecordingException, IOException {
    try (EntryLog log = Logs.open(directory)) {
      log.append(Logs.request("open", "{}"));
      log.append(event("open"));
      Path copy = temporary.resolve("copy");
      Logs.copy(directory, copy);
      directory = copy;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    select(exchange("open"));
    assertTrue(indexes().containsAll(List.of(615, 616)), indexes()::toString);
    target = temporary.resolve("boots");
    select(entry -> entry.kind() == EntryKind.BOOT);
    assertEquals(new TreeSet<>(List.of(0, 4, 12, 614)), indexes());
    verified();
  }

  @Test
  void zipsToo() throws RecordingException {
    target = temporary.resolve("selection.zip");
    select(exchange("e2"));
    verified();
  }

  @Test
  void leavesOutWhatWasErasedAndTakesTheEntryThatSaysSo() throws RecordingException, IOException {
    try (EntryLog log = Logs.open(directory)) {
      log.custody().erase(new ErasureScope.Subject("alice"), "asked to");
    }
    select(exchange("e1"));
    assertFalse(Files.exists(target.resolve("entries/6/msg.content")));
    // The event was of nobody; the erasure entry is the one behind a boot.
    assertTrue(Files.exists(target.resolve("entries/8/msg.content")));
    assertTrue(indexes().contains(615), indexes()::toString);
    assertTrue(verified().warnings().toString().contains("were erased"));
    // Without that entry nobody could tell it from what somebody took out.
    try (Stream<Path> files = Files.walk(target.resolve("entries/615"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertInstanceOf(Verification.Failed.class, Verifier.verify(target, key));
  }

  @Test
  void refusesATargetThatIsNotEmpty() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine.txt"), "mine");
    assertThrows(RecordingException.class, () -> select(exchange("e1")));
  }
}
