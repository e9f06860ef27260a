package dev.gatehouse.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.recordings.verify.Verification;
import dev.gatehouse.recordings.verify.Verifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose store fails acknowledges nothing more, says so, and goes on after a new start. */
class StoreFailureTest {
  @TempDir Path directory;

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory + "/log.db?busy_timeout=20000");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void acknowledgesNothingAfterTheFirstFault() throws Exception {
    String full =
        "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'full'); END";
    try (EntryLog log = Logs.open(directory)) {
      log.append(Logs.request("before", "{}"));
      execute(full);
      assertThrows(RecordingException.class, () -> log.append(Logs.request("during", "{}")));
      assertTrue(log.failure().orElse("").contains("full"), log.failure().toString());
      // Even what need not be a new exchange: nobody knows what the disk holds, but a new start
      // does.
      assertThrows(RecordingException.class, () -> log.append(Logs.response("before", "{}")));
      assertEquals(2, log.size());
    }
    execute("DROP TRIGGER full");
    try (EntryLog log = Logs.open(directory)) {
      assertEquals(Optional.empty(), log.failure());
      assertEquals(4, log.size());
      log.append(Logs.request("after", "{}"));
    }
    assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
  }

  @Test
  void releasesEverybodyWhoWaitsWhenItFails() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger acknowledged = new AtomicInteger();
    try (EntryLog log = Logs.open(directory)) {
      List<Thread> clients = new ArrayList<>();
      for (int client = 0; client < 32; client++) {
        String name = "c" + client + "-";
        clients.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        for (int i = 0; ; i++) {
                          log.append(Logs.request(name + i, "{}"));
                          acknowledged.incrementAndGet();
                        }
                      } catch (RecordingException e) {
                        refused.incrementAndGet();
                      }
                    }));
      }
      Thread.sleep(100);
      execute("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'full'); END");
      for (Thread client : clients) {
        assertTrue(client.join(Duration.ofSeconds(20)));
      }
      assertEquals(32, refused.get());
      assertEquals(1 + acknowledged.get(), log.size());
    }
    execute("DROP TRIGGER full");
    Verification.Verified verified =
        assertInstanceOf(Verification.Verified.class, Verifier.verify(directory));
    assertEquals(1 + acknowledged.get(), verified.entries());
  }

  @Test
  void failsClosedWhereTheDatabaseIsGoneUnderIt() throws Exception {
    LogSettings settings = LogSettings.of(directory);
    Session session = new Session("boot", Optional.empty());
    try (LogFiles files = LogFiles.openOrCreate(settings)) {
      Sequencer sequencer = new Sequencer(files, session, List.of(), settings);
      sequencer.start();
      files.store().close();
      PreparedEntry entry = PreparedEntry.of(Logs.request("e1", "{}"), new SecureRandom());
      Work.Ticket ticket = Work.Ticket.of(entry);
      Work.Ticket late = Work.Ticket.of(entry);
      try (UninterruptedWait wait = new UninterruptedWait(Duration.ofSeconds(20))) {
        sequencer.submit(ticket, wait);
        assertInstanceOf(Work.Lost.class, ticket.await(wait).orElseThrow());
        assertTrue(sequencer.join(wait));
        sequencer.submit(late, wait);
        assertInstanceOf(Work.Lost.class, late.await(wait).orElseThrow());
      }
      assertTrue(sequencer.failure().isPresent());
      assertEquals(0, sequencer.head().size());
    }
  }
}
