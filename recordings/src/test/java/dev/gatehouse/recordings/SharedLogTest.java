package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.postgres.CuttingProxy;
import dev.gatehouse.recordings.postgres.PostgresServer;
import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several nodes append to one log in PostgreSQL. */
class SharedLogTest {
  /** Longer than the guard may lag. */
  private static final int GUARD_MILLIS = 500;

  private static Optional<PostgresServer> started = Optional.empty();

  @TempDir Path temporary;
  private final List<EntryLog> opened = new ArrayList<>();
  private String database = "";

  @BeforeAll
  static void startServer() {
    started = Optional.of(PostgresServer.start());
  }

  @AfterAll
  static void stopServer() {
    started.ifPresent(PostgresServer::close);
  }

  private static PostgresServer server() {
    return started.orElseThrow();
  }

  @BeforeEach
  void makeDatabase() {
    database = server().newDatabase();
  }

  @AfterEach
  void closeLogs() {
    opened.reversed().forEach(EntryLog::close);
  }

  private Path directory(String node) {
    return temporary.resolve(node);
  }

  private LogSettings settings(String node) {
    return LogSettings.of(directory(node))
        .withCheckpointEvery(Duration.ofMillis(50))
        .withNode(node)
        .withPostgres(database, PostgresServer.OWNER);
  }

  private EntryLog open(LogSettings settings) throws RecordingException {
    EntryLog log = EntryLog.open(settings, Logs.BOOT);
    opened.add(log);
    return log;
  }

  private EntryLog first() throws RecordingException {
    return open(settings("a"));
  }

  /** A further node, with the keys of the first. */
  private EntryLog further(String node) throws RecordingException, IOException {
    copyKeys("a", node);
    return open(settings(node));
  }

  private void copyKeys(String from, String to) throws IOException {
    Files.createDirectories(directory(to));
    for (String file : List.of("signing.pem", "signing-ml-dsa-44.pem", "master.key")) {
      Files.copy(directory(from).resolve(file), directory(to).resolve(file));
    }
  }

  private void refusedFor(String reason, LogSettings settings) {
    RecordingException refused = assertThrows(RecordingException.class, () -> open(settings));
    assertTrue(refused.toString().contains(reason), refused.toString());
  }

  private Verification.Verified verified(String node) {
    Verification found = Verifier.verify(directory(node));
    return assertInstanceOf(Verification.Verified.class, found, found::toString);
  }

  private List<StoredEntry> entries() throws RecordingException {
    try (LogReader reader = LogReader.open(directory("a"))) {
      return reader.read(0, 10_000);
    }
  }

  /** Threads that append through one node until they are stopped, and what was acknowledged. */
  private static final class Load {
    final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    final List<String> failures = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    void on(EntryLog log, String name) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; !stopped.get(); i++) {
                        note(log.append(Logs.request(name + i, "{\"n\":" + i + "}")));
                        note(log.append(Logs.response(name + i, "{\"r\":" + i + "}")));
                      }
                    } catch (RecordingException e) {
                      synchronized (failures) {
                        failures.add(e.toString());
                      }
                    }
                  }));
    }

    private void note(Appended appended) {
      String before = acknowledged.put(appended.index(), appended.leafHash().base64());
      if (before != null) {
        throw new AssertionError("index " + appended.index() + " was given twice");
      }
    }

    void awaitMore(int entries) throws InterruptedException {
      int wanted = acknowledged.size() + entries;
      for (int i = 0; acknowledged.size() < wanted && i < 3000; i++) {
        Thread.sleep(10);
      }
      assertTrue(acknowledged.size() >= wanted, () -> acknowledged.size() + " " + failures);
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      for (Thread thread : threads) {
        assertTrue(thread.join(Duration.ofSeconds(60)));
      }
    }
  }

  private void requireAll(Load load, boolean nothingElse) throws RecordingException {
    Map<Long, String> missing = new ConcurrentHashMap<>(load.acknowledged);
    Set<String> exchanges = new HashSet<>();
    for (StoredEntry entry : entries()) {
      missing.remove(entry.index(), entry.leafHash().base64());
      if (entry.kind() == EntryKind.REQUEST) {
        assertTrue(exchanges.add(entry.exchange().orElseThrow()), "put twice: " + entry.leaf());
      }
    }
    assertEquals(Map.of(), missing);
    if (nothingElse) {
      assertEquals(List.of(), load.failures);
    }
  }

  @Test
  void threeNodesMakeOneTree() throws Exception {
    Load load = new Load();
    EntryLog a = first();
    EntryLog b = further("b");
    EntryLog c = further("c");
    for (EntryLog log : List.of(a, b, c)) {
      load.on(log, opened.indexOf(log) + "-x-");
      load.on(log, opened.indexOf(log) + "-y-");
    }
    load.awaitMore(300);
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory("b")));
    load.stop();
    closeLogs();
    opened.clear();
    requireAll(load, true);
    assertEquals(0, verified("a").openExchanges());
    assertEquals(verified("a").entries(), verified("c").entries());
  }

  @Test
  void aNodeThatAppendsNothingKeepsUpWithTheOthers() throws Exception {
    EntryLog a = first();
    EntryLog b = further("b");
    for (int i = 0; i < 10; i++) {
      a.append(Logs.request("e" + i, "{}"));
    }
    for (int i = 0; b.size() < a.size() && i < 500; i++) {
      Thread.sleep(10);
    }
    assertEquals(a.size(), b.size());
  }

  @Test
  void aFurtherNodeSaysWhichFilesItNeedsAndFindsWrongOnes() throws Exception {
    first();
    refusedFor("copy master.key and the signing keys", settings("b"));
    Path other = temporary.resolve("other");
    Logs.open(other).close();
    copyKeys("a", "b");
    Files.delete(directory("b").resolve("master.key"));
    Files.copy(other.resolve("master.key"), directory("b").resolve("master.key"));
    refusedFor("master.key is not this log's", settings("b"));
    Files.delete(directory("b").resolve("master.key"));
    Files.copy(directory("a").resolve("master.key"), directory("b").resolve("master.key"));
    Files.delete(directory("b").resolve("signing.pem"));
    Files.copy(other.resolve("signing.pem"), directory("b").resolve("signing.pem"));
    refusedFor("other half", settings("b"));
    Files.delete(directory("b").resolve("signing.pem"));
    Files.copy(directory("a").resolve("signing.pem"), directory("b").resolve("signing.pem"));
    open(settings("b")).append(Logs.request("e1", "{}"));
  }

  @Test
  void itsKeysAreRotatedByOneNodeAloneAndThenCopied() throws Exception {
    EntryLog a = first();
    String key = a.verifierKey();
    EntryLog b = further("b");
    RecordingException refused =
        assertThrows(RecordingException.class, () -> a.rotateKeys("yearly"));
    assertTrue(refused.toString().contains("stop b"), refused.toString());
    b.close();
    a.rotateKeys("yearly");
    refusedFor("other half", settings("b"));
    for (String file : List.of("signing.pem", "signing-ml-dsa-44.pem")) {
      Files.copy(
          directory("a").resolve(file),
          directory("b").resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    EntryLog again = open(settings("b"));
    again.append(Logs.request("e1", "{}"));
    assertEquals(a.verifierKeys(), again.verifierKeys());
    again.close();
    a.close();
    for (String node : List.of("a", "b")) {
      Verification found = Verifier.verify(directory(node), key);
      assertInstanceOf(Verification.Verified.class, found, found::toString);
    }
  }

  @Test
  void ofTwoFirstNodesAtOnceOneMakesTheLog() throws Exception {
    List<EntryLog> made = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String node : List.of("a", "b", "c")) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      EntryLog log = EntryLog.open(settings(node), Logs.BOOT);
                      synchronized (made) {
                        made.add(log);
                      }
                    } catch (RecordingException e) {
                      synchronized (made) {
                        refused.add(e.toString());
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    opened.addAll(made);
    assertEquals(1, made.size(), refused::toString);
    for (String reason : refused) {
      assertTrue(reason.contains("copy master.key and the signing keys"), reason);
    }
    made.getFirst().append(Logs.request("e1", "{}"));
  }

  @Test
  void aNodeClosesOnlyItsOwnExchanges() throws Exception {
    EntryLog a = first();
    EntryLog b = further("b");
    a.append(Logs.request("of-a", "{}"));
    b.append(Logs.request("of-b", "{}"));
    assertThrows(IllegalStateException.class, () -> b.append(Logs.response("of-a", "{}")));
    b.close();
    open(settings("b"));
    a.append(Logs.response("of-a", "{}"));
    List<String> unknown =
        entries().stream()
            .filter(entry -> entry.kind() == EntryKind.OUTCOME_UNKNOWN)
            .map(entry -> entry.exchange().orElseThrow())
            .toList();
    assertEquals(List.of("of-b"), unknown);
    closeLogs();
    assertEquals(0, verified("a").openExchanges());
  }

  @Test
  void aSecondProcessOfANodeEndsTheFirst() throws Exception {
    EntryLog a = first();
    a.append(Logs.request("e1", "{}"));
    copyKeys("a", "copy");
    Files.copy(directory("a").resolve("guard"), directory("copy").resolve("guard"));
    EntryLog again =
        open(
            LogSettings.of(directory("copy"))
                .withNode("a")
                .withPostgres(database, PostgresServer.OWNER));
    RecordingException refused =
        assertThrows(RecordingException.class, () -> a.append(Logs.response("e1", "{}")));
    assertTrue(refused.toString().contains("taken over"), refused.toString());
    again.append(Logs.request("e2", "{}"));
    again.close();
    assertEquals(1, verified("a").openExchanges());
  }

  @ParameterizedTest
  @EnumSource(
      value = CuttingProxy.Cut.class,
      names = {"BEFORE_COMMIT", "BEHIND_COMMIT"})
  void aCommitInDoubtIsNeitherLostNorDoubled(CuttingProxy.Cut cut) throws Exception {
    try (CuttingProxy proxy = CuttingProxy.before(server().port())) {
      EntryLog a = first();
      copyKeys("a", "b");
      // Statements in clear each time, so that the proxy knows when to cut.
      database =
          database.replace(":" + server().port() + "/", ":" + proxy.port() + "/")
              + "?prepareThreshold=0";
      EntryLog b = open(settings("b"));
      Load load = new Load();
      load.on(a, "a-");
      for (int i = 0; i < 5; i++) {
        proxy.cutNext(cut);
        Appended request = b.append(Logs.request("b" + i, "{}"));
        load.acknowledged.put(request.index(), request.leafHash().base64());
        assertEquals(i + 1, proxy.cuts());
        Appended response = b.append(Logs.response("b" + i, "{}"));
        load.acknowledged.put(response.index(), response.leafHash().base64());
      }
      load.stop();
      requireAll(load, true);
      closeLogs();
      opened.clear();
      assertEquals(0, verified("a").openExchanges());
    }
  }

  @ParameterizedTest
  @EnumSource(PostgresServer.Stop.class)
  void callersOnlyWaitWhileTheDatabaseRestarts(PostgresServer.Stop how) throws Exception {
    Load load = new Load();
    EntryLog a = first();
    EntryLog b = further("b");
    load.on(a, "a1-");
    load.on(a, "a2-");
    load.on(b, "b1-");
    load.awaitMore(20);
    server().stop(how);
    Thread.sleep(300);
    server().startAgain();
    load.awaitMore(20);
    load.stop();
    requireAll(load, true);
    assertEquals(Optional.empty(), a.failure());
    closeLogs();
    opened.clear();
    assertEquals(0, verified("b").openExchanges());
  }

  @Test
  void haltsAfterAFailoverThatLostEntries() throws Exception {
    EntryLog a = first();
    EntryLog b = further("b");
    a.append(Logs.request("kept", "{}"));
    server().executeAt(database, "CREATE TABLE before AS SELECT * FROM gatehouse.head");
    a.append(Logs.request("lost", "{}"));
    Thread.sleep(GUARD_MILLIS);
    // The standby that took over lags behind what was acknowledged.
    server()
        .executeAt(
            database,
            "ALTER TABLE gatehouse.entry DISABLE TRIGGER ALL",
            "ALTER TABLE gatehouse.head DISABLE TRIGGER ALL",
            "DELETE FROM gatehouse.checkpoint",
            "DELETE FROM gatehouse.open_exchange WHERE id = 'lost'",
            "DELETE FROM gatehouse.entry WHERE entry >= (SELECT size FROM before)",
            "UPDATE gatehouse.head SET size = before.size, subtrees = before.subtrees FROM before");
    RecordingException refused =
        assertThrows(RecordingException.class, () -> a.append(Logs.response("lost", "{}")));
    assertTrue(refused.toString().contains("acknowledged entries are lost"), refused.toString());
    assertTrue(a.failure().isPresent());
    a.close();
    refusedFor("acknowledged entries are lost", settings("a"));
    assertFalse(b.failure().isPresent() && b.size() < 4);
  }

  @Test
  void keepsTheCheckpointOfTheLargestSizeWhoeverSigns() throws Exception {
    EntryLog a = first();
    EntryLog b = further("b");
    for (int i = 0; i < 20; i++) {
      a.append(Logs.request("a" + i, "{}"));
      b.append(Logs.request("b" + i, "{}"));
      Thread.sleep(10);
    }
    closeLogs();
    opened.clear();
    Verification.Verified verified = verified("a");
    assertEquals(verified.entries(), verified.size());
  }
}
