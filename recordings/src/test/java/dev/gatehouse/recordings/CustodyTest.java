package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.leaf.ErasedEntries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustodyTest {
  private static final ErasureScope ALICE = new ErasureScope.Subject("alice");

  @TempDir Path directory;

  private static void call(EntryLog log, String subject, String exchange) throws Exception {
    for (EntryKind kind : List.of(EntryKind.REQUEST, EntryKind.RESPONSE)) {
      log.append(
          Entry.builder(kind)
              .subject(subject)
              .exchange(exchange)
              .part(PartName.ACTOR, Bytes.utf8("{\"name\":\"" + subject + "\"}"))
              .part(PartName.MSG, Bytes.utf8("the words of " + subject))
              .build());
    }
  }

  private List<StoredEntry> entries() throws Exception {
    try (LogReader reader = LogReader.open(directory)) {
      return reader.read(0, 1000);
    }
  }

  private static List<String> words(List<StoredEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.part(PartName.MSG).stream())
        .map(bytes -> new String(bytes.toArray(), UTF_8))
        .toList();
  }

  @Test
  void erasesWhatIsAboutOnePersonAndNothingElse() throws Exception {
    try (EntryLog log = Logs.open(directory)) {
      call(log, "alice", "e1");
      call(log, "bob", "e2");
      call(log, "alice", "e3");
      assertEquals(
          new Erased.Done(1, 4, List.of(YearMonth.now(ZoneOffset.UTC))),
          log.custody().erasable(ALICE));
      assertEquals(6, words(entries()).size());
      assertEquals(log.custody().erasable(ALICE), log.custody().erase(ALICE, "asked for, case 17"));
      List<StoredEntry> entries = entries();
      assertEquals(List.of("the words of bob", "the words of bob"), words(entries));
      StoredEntry erasure =
          entries.stream()
              .filter(entry -> entry.kind() == EntryKind.ERASURE)
              .findFirst()
              .orElseThrow();
      String json = new String(erasure.part(PartName.CTX).orElseThrow().toArray(), UTF_8);
      assertEquals(List.of(1L, 2L, 5L, 6L), ErasedEntries.indexes(json));
      assertTrue(json.contains("case 17"));
      assertFalse(json.contains("alice"));

      // What comes later is recorded as ever, under a new key.
      call(log, "alice", "e4");
      assertEquals(4, words(entries()).size());
    }
  }

  @Test
  void erasesNothingThatIsHeldUntilTheHoldIsLifted() throws Exception {
    try (EntryLog log = Logs.open(directory)) {
      call(log, "alice", "e1");
      call(log, "bob", "e2");
      log.custody().hold("alice", "lawsuit 4");
      assertEquals(new Erased.Held("lawsuit 4"), log.custody().erase(ALICE, "asked for"));
      assertEquals(new Erased.Held("lawsuit 4"), log.custody().erasable(ALICE));
      assertEquals(4, words(entries()).size());
      log.custody().hold("", "audit");
      assertEquals(
          new Erased.Held("audit"),
          log.custody().erase(new ErasureScope.Subject("bob"), "asked for"));
      assertTrue(log.custody().release("", "audit ended"));
      assertTrue(log.custody().release("alice", "settled"));
      assertFalse(log.custody().release("alice", "settled"));
      log.custody().erase(ALICE, "asked for");
      assertEquals(2, words(entries()).size());
      List<String> methods =
          entries().stream()
              .filter(entry -> entry.kind() == EntryKind.ADMIN)
              .map(entry -> entry.method().orElse(""))
              .toList();
      assertEquals(List.of("hold.placed", "hold.placed", "hold.lifted", "hold.lifted"), methods);
    }
  }

  @Test
  void keepsWhatRetentionDoesNotReach() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-15T10:00:00Z"));
    LogSettings settings = LogSettings.of(directory).withClock(now::get);
    try (EntryLog log = EntryLog.open(settings, new Boot("1", "digest"))) {
      call(log, "alice", "e1");
      call(log, "carol", "e2");
      now.set(Instant.parse("2026-03-15T10:00:00Z"));
      call(log, "alice", "e3");
      log.custody().hold("carol", "lawsuit 5");
      ErasureScope old = new ErasureScope.Before(YearMonth.of(2026, 3));
      assertEquals(
          new Erased.Done(1, 2, List.of(YearMonth.of(2026, 1))),
          log.custody().erase(old, "older than a month"));
      assertEquals(
          List.of(
              "the words of carol",
              "the words of carol",
              "the words of alice",
              "the words of alice"),
          words(entries()));
      // The clock that jumped has entries of its own.
      assertEquals(
          List.of(Optional.of("retention")),
          entries().stream()
              .filter(entry -> entry.kind() == EntryKind.ERASURE)
              .map(StoredEntry::method)
              .toList());
      // What the log says of itself stays.
      assertTrue(entries().getFirst().part(PartName.CTX).isPresent());
    }
  }

  @Test
  void completesAtTheNextStartWhatACrashInterrupted() throws Exception {
    try (EntryLog log = Logs.open(directory)) {
      call(log, "alice", "e1");
      call(log, "bob", "e2");
      // As after a crash behind the first of two commits: one entry is gone, the key is not.
      List<Long> keys = new ArrayList<>();
      log.run(files -> files.keys().keysOf("alice").forEach(doomed -> keys.add(doomed.id())));
      log.run(files -> files.keys().retire(keys));
      log.appendErasing(
          Entry.builder(EntryKind.ERASURE)
              .method("subject")
              .part(
                  PartName.CTX,
                  Bytes.utf8(new ErasedEntries("2026-11", List.of(1L), "asked for").json()))
              .build(),
          new Work.Erasure(keys.getFirst(), List.of(1L)));
      assertEquals(3, words(entries()).size());
    }
    try (EntryLog log = Logs.open(directory)) {
      assertEquals(2, words(entries()).size());
      assertEquals(new Erased.Done(0, 0, List.of()), log.custody().erasable(ALICE));
    }
  }

  @Test
  void isNotDoneWhileAReaderKeepsOldPagesAliveAndGoesOnWhenItIsGone() throws Exception {
    try (EntryLog log = Logs.open(directory)) {
      call(log, "alice", "e1");
      try (Connection reader =
              DriverManager.getConnection("jdbc:sqlite:" + directory + "/keys.db");
          Statement statement = reader.createStatement()) {
        reader.setAutoCommit(false);
        statement.executeQuery("SELECT count(*) FROM payload_key").next();
        assertThrows(RecordingException.class, () -> log.custody().erase(ALICE, "asked for"));
      }
      assertEquals(List.of(), words(entries()));
      log.custody().erase(ALICE, "asked for");
      assertEquals(0, Files.size(directory.resolve("keys.db-wal")));
      call(log, "alice", "e2");
    }
  }

  @Test
  void refusesToEraseWhatIsAboutNobody() {
    assertThrows(IllegalArgumentException.class, () -> new ErasureScope.Subject(""));
  }
}
