package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryLogTest {
  @TempDir Path directory;

  private List<StoredEntry> readAll() throws RecordingException {
    try (LogReader reader = LogReader.open(directory)) {
      return reader.read(0, 10_000);
    }
  }

  @Test
  void readsBackWhatWasAppended() throws RecordingException {
    try (EntryLog log = Logs.open(directory)) {
      Appended request = log.append(Logs.request("e1", "{\"id\":1}"));
      Appended response = log.append(Logs.response("e1", "{\"result\":{}}"));
      assertEquals(1, request.index());
      assertEquals(2, response.index());
      assertEquals(3, log.size());
      StoredEntry stored = readAll().get(1);
      assertEquals(EntryKind.REQUEST, stored.kind());
      assertEquals(request.leafHash(), stored.leafHash());
      assertEquals(request.time(), stored.time());
      assertEquals(Optional.of("e1"), stored.exchange());
      assertEquals(Optional.of(Direction.CLIENT_TO_SERVER), stored.direction());
      assertEquals(Optional.of("tools/call"), stored.method());
      assertEquals(Optional.of("crm"), stored.upstream());
      assertEquals(Optional.of("crm__find_customer"), stored.tool());
      assertEquals(Optional.of("permit"), stored.decision());
      assertEquals(Optional.of("p1"), stored.policyDigest());
      assertEquals(Optional.of(Bytes.utf8("{\"id\":1}")), stored.part(PartName.MSG));
      assertEquals(Optional.of(Bytes.utf8("alice")), stored.part(PartName.ACTOR));
      assertEquals(Optional.empty(), stored.part(PartName.TX));
    }
  }

  @Test
  void framesEverySessionWithBootAndShutdown() throws RecordingException {
    Logs.open(directory).close();
    Logs.open(directory).close();
    List<StoredEntry> entries = readAll();
    assertEquals(
        List.of(EntryKind.BOOT, EntryKind.SHUTDOWN, EntryKind.BOOT, EntryKind.SHUTDOWN),
        entries.stream().map(StoredEntry::kind).toList());
    String context = entries.get(2).part(PartName.CTX).orElseThrow().toText();
    assertTrue(context.contains("\"clean\":true"), context);
    assertTrue(context.contains("\"previousSize\":2"), context);
    assertTrue(context.contains("\"version\":\"0.1.0\""), context);
    assertFalse(entries.get(0).boot().equals(entries.get(2).boot()));
  }

  @Test
  void givesConcurrentAppendsIndexesWithoutGap() throws Exception {
    int threads = 64;
    int each = 20;
    Set<Long> indexes = new ConcurrentSkipListSet<>();
    try (EntryLog log = Logs.open(directory)) {
      List<Thread> workers = new ArrayList<>();
      for (int worker = 0; worker < threads; worker++) {
        String name = "w" + worker;
        workers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < each; i++) {
                        indexes.add(Logs.append(log, Logs.request(name + "-" + i, name)).index());
                        indexes.add(Logs.append(log, Logs.response(name + "-" + i, name)).index());
                      }
                    }));
      }
      for (Thread worker : workers) {
        worker.join();
      }
      assertEquals(1 + 2L * threads * each, log.size());
    }
    Set<Long> expected = new TreeSet<>();
    for (long index = 1; index <= 2L * threads * each; index++) {
      expected.add(index);
    }
    assertEquals(expected, indexes);
  }

  @Test
  void refusesASecondClosingEntry() throws RecordingException {
    try (EntryLog log = Logs.open(directory)) {
      log.append(Logs.request("e1", "{}"));
      log.append(Logs.response("e1", "{}"));
      assertThrows(IllegalStateException.class, () -> log.append(Logs.response("e1", "{}")));
      assertThrows(IllegalStateException.class, () -> log.append(Logs.response("e2", "{}")));
      assertThrows(IllegalStateException.class, () -> log.append(Logs.request("e1", "{}")));
      assertEquals(3, log.size());
      assertEquals(Optional.empty(), log.failure());
    }
  }

  @Test
  void refusesKindsThatTheLogWritesItself() throws RecordingException {
    try (EntryLog log = Logs.open(directory)) {
      Entry boot = Entry.builder(EntryKind.BOOT).build();
      assertThrows(IllegalArgumentException.class, () -> log.append(boot));
    }
  }

  @Test
  void acceptsNothingAfterItWasClosed() throws RecordingException {
    EntryLog log = Logs.open(directory);
    log.close();
    assertThrows(RecordingException.class, () -> log.append(Logs.request("e1", "{}")));
    assertEquals(2, readAll().size());
  }

  @Test
  void recordsAlsoOnAnInterruptedThread() throws RecordingException {
    try (EntryLog log = Logs.open(directory)) {
      Thread.currentThread().interrupt();
      assertEquals(1, log.append(Logs.request("e1", "{}")).index());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void refusesASecondLogInTheSameDirectory() throws RecordingException {
    try (EntryLog log = Logs.open(directory)) {
      RecordingException refused =
          assertThrows(RecordingException.class, () -> Logs.open(directory));
      assertTrue(refused.toString().contains(directory.toString()), refused.toString());
      // The attempt must not have freed the lock.
      assertThrows(RecordingException.class, () -> Logs.open(directory));
      log.append(Logs.request("e1", "{}"));
    }
    Logs.open(directory).close();
  }

  @Test
  void beginsNothingWhereSpaceIsShort() throws RecordingException {
    LogSettings settings = LogSettings.of(directory).withFreeBytesMin(Long.MAX_VALUE);
    RecordingException refused =
        assertThrows(RecordingException.class, () -> EntryLog.open(settings, Logs.BOOT));
    assertTrue(refused.toString().contains("free"), refused.toString());
  }

  @Test
  void keepsItsNameForLife() throws RecordingException {
    Logs.open(directory).close();
    LogSettings renamed = LogSettings.of(directory).withOrigin("other.example");
    RecordingException refused =
        assertThrows(RecordingException.class, () -> EntryLog.open(renamed, Logs.BOOT));
    assertTrue(refused.toString().contains("gatehouse.local"), refused.toString());
  }
}
