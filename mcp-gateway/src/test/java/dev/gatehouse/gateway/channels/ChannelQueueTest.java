package dev.gatehouse.gateway.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.gateway.channels.Delivery.State;
import dev.gatehouse.gateway.credentials.Secret;
import dev.gatehouse.gateway.database.TurnedConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelQueueTest {
  private static final SecretKey KEY =
      new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8), "AES");

  @TempDir private Path folder;
  private Instant now = Samples.NOW;
  private TurnedConnection connection;
  private OutboxTable table;
  private TurnTable turns;
  private DeliveryLog log;
  private final Heap sent = new Heap();

  /** Takes what it is given, as it is told to. */
  private static final class Heap implements Sender {
    private final List<String> ids = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();
    private Tried answer = new Tried.Taken("");

    @Override
    public Message message(Notice notice) {
      return new Message(notice.step().word(), notice.step().word());
    }

    @Override
    public Message digest(Gathered many) {
      return new Message(
          "", String.join(",", many.lines()) + "+" + many.more() + "@" + many.page().orElseThrow());
    }

    @Override
    public Tried send(String id, Message message) {
      ids.add(id);
      contents.add(message.content());
      return answer;
    }
  }

  @BeforeEach
  void open() throws SQLException {
    connection =
        new TurnedConnection(OutboxTables.inFile(folder.resolve("channels.db")), "the outbox");
    table = new OutboxTable(connection, KEY);
    turns = new TurnTable(connection);
    log = new DeliveryLog(connection);
    table.open();
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private ChannelQueue queue(String holder, int perMinute) {
    ChannelSettings settings =
        new ChannelSettings(
            "team",
            List.of(),
            true,
            perMinute,
            new ChannelSettings.Teams(new Secret("https://example.com/"), Optional.empty()));
    return new ChannelQueue(
        settings,
        sent,
        table,
        turns,
        holder,
        () -> now,
        new Random(1),
        () -> Optional.of(URI.create("https://gatehouse.example.com/approvals")));
  }

  private void put(String... words) throws SQLException {
    for (String word : words) {
      put("team", word, false);
    }
  }

  private void put(String channel, String word, boolean urgent) throws SQLException {
    now = now.plusMillis(1);
    table.put(
        List.of(
            new OutboxTable.New(
                Ids.of(channel, word),
                channel,
                "A",
                1,
                word,
                urgent,
                Optional.of(new Message(word, "content of " + word)),
                "")),
        now);
  }

  private void run(ChannelQueue queue) throws SQLException, InterruptedException {
    while (queue.step().isZero()) {
      now = now.plusMillis(1);
    }
  }

  @Test
  void sendsEachInItsOrderAndOnce() throws Exception {
    put("one", "two");
    put("one");
    run(queue("a", 10));
    assertEquals(List.of("content of one", "content of two"), sent.contents);
    List<Delivery> all = log.of("A");
    assertEquals(List.of(State.SENT, State.SENT), all.stream().map(Delivery::state).toList());
    assertEquals(1, all.getFirst().attempts());
    assertTrue(all.getFirst().sent().isPresent());
    run(queue("a", 10));
    assertEquals(2, sent.contents.size());
  }

  @Test
  void sendsAgainWithTheSameIdAfterACrashBetweenSendingAndNoting() throws Exception {
    put("one");
    List<OutboxTable.Waiting> due = table.due("team", now, 10);
    // The crash: it went out, and nobody noted that.
    sent.send(due.getFirst().id(), due.getFirst().message().orElseThrow());
    connection.close();
    now = now.plus(ChannelQueue.TURN);
    run(queue("another start", 10));
    assertEquals(List.of(Ids.of("team", "one"), Ids.of("team", "one")), sent.ids);
  }

  @Test
  void keepsNothingOfATextInClearOrWhenItWasSent() throws Exception {
    put("one");
    connection.close();
    assertFalse(inFile().contains("content of one"));
    run(queue("a", 10));
    assertEquals(1, sent.contents.size());
  }

  private String inFile() throws Exception {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void waitsLongerEachTimeWhereNothingIsTakenAndThenGoesOn() throws Exception {
    put("one");
    sent.answer = new Tried.Away("status 503");
    ChannelQueue queue = queue("a", 10);
    Duration before = Duration.ZERO;
    for (int i = 0; i < 5; i++) {
      run(queue);
      assertEquals(i + 1, sent.ids.size());
      Instant next = log.of("A").getFirst().next().orElseThrow();
      Duration pause = Duration.between(now, turns.rest("team").until());
      assertTrue(pause.compareTo(before) > 0, pause + " after " + before);
      before = Duration.ofSeconds(1L << i);
      now = now.plus(pause).plusSeconds(1);
      now = next.isAfter(now) ? next : now;
    }
    sent.answer = new Tried.Taken("");
    run(queue);
    assertEquals(State.SENT, log.of("A").getFirst().state());
    assertEquals(6, log.of("A").getFirst().attempts());
    assertEquals(0, turns.rest("team").failures());
  }

  @Test
  void leavesAloneForAsLongAsItWasAskedTo() throws Exception {
    put("one");
    sent.answer = new Tried.Away("status 429", Duration.ofMinutes(5));
    run(queue("a", 10));
    put("two");
    now = now.plus(Duration.ofMinutes(4));
    run(queue("a", 10));
    assertEquals(1, sent.ids.size());
    now = now.plus(Duration.ofMinutes(2));
    run(queue("a", 10));
    assertEquals(2, sent.ids.size());
  }

  @Test
  void givesAMessageUpThatIsRefusedAndSendsTheOthers() throws Exception {
    put("bad");
    sent.answer = new Tried.Refused("status 400");
    ChannelQueue queue = queue("a", 10);
    run(queue);
    sent.answer = new Tried.Taken("");
    put("good");
    run(queue);
    assertTrue(sent.contents.contains("content of good"));
    sent.answer = new Tried.Refused("status 400");
    for (int i = 1; i < ChannelQueue.REFUSALS_MAX; i++) {
      assertEquals(State.WAITING, log.of("A").getFirst().state());
      now = now.plus(Duration.ofMinutes(20));
      run(queue);
    }
    Delivery bad = log.of("A").getFirst();
    assertEquals(State.GIVEN_UP, bad.state());
    assertEquals("status 400", bad.trouble());
    assertEquals(ChannelQueue.REFUSALS_MAX, bad.attempts());
    assertEquals(State.SENT, log.of("A").getLast().state());
  }

  @Test
  void givesUpAfterADay() throws Exception {
    put("one");
    sent.answer = new Tried.Away("status 503");
    now = now.plus(ChannelQueue.AGE_MAX).plusSeconds(1);
    run(queue("a", 10));
    assertEquals(State.GIVEN_UP, log.of("A").getFirst().state());
  }

  @Test
  void gathersInOneWhatIsBeyondTheMinute() throws Exception {
    put("1", "2", "3", "4", "5", "6");
    ChannelQueue queue = queue("a", 3);
    run(queue);
    assertEquals(
        List.of(
            "content of 1", "content of 2", "3,4,5,6+0@https://gatehouse.example.com/approvals"),
        sent.contents);
    assertTrue(log.of("A").stream().allMatch(it -> it.state() == State.SENT));
    put("7");
    assertFalse(queue.step().isZero());
    assertEquals(3, sent.contents.size());
    now = now.plusSeconds(61);
    run(queue);
    assertEquals("content of 7", sent.contents.getLast());
  }

  @Test
  void sendsWhatIsUrgentFirst() throws Exception {
    put("1", "2");
    put("team", "fire", true);
    run(queue("a", 10));
    assertEquals("content of fire", sent.contents.getFirst());
  }

  @Test
  void countsWhatIsBeyondAFullQueueAndIsInNoOthersWay() throws Exception {
    for (String word :
        IntStream.range(0, OutboxTable.WAITING_MAX + 7).mapToObj(i -> "w" + i).toList()) {
      put(word);
    }
    put("team", "fire", true);
    put("other", "calm", false);
    List<Delivery> all = log.of("A");
    assertEquals(7, all.stream().filter(it -> it.state() == State.LEFT_OUT).count());
    assertEquals(
        List.of("calm", "fire"),
        all.stream()
            .filter(it -> it.state() == State.WAITING && !it.word().startsWith("w"))
            .map(Delivery::word)
            .sorted()
            .toList());
    run(queue("a", 1));
    assertEquals(List.of("content of fire"), sent.contents);
    now = now.plusSeconds(61);
    run(queue("a", 1));
    assertTrue(sent.contents.getLast().matches("w0,.*[+]467@.*"), sent.contents.getLast());
    assertEquals(0, table.leftOut("team"));
  }

  @Test
  void ofTwoGatewaysOneSendsAndTheOtherWhenThatIsGone() throws Exception {
    put("one");
    assertTrue(turns.take("team", "a", now, now.plus(ChannelQueue.TURN)));
    ChannelQueue other = queue("b", 10);
    run(other);
    assertEquals(0, sent.ids.size());
    now = now.plus(ChannelQueue.TURN);
    run(other);
    assertEquals(1, sent.ids.size());
    assertFalse(turns.take("team", "a", now, now.plus(ChannelQueue.TURN)));
  }

  @Test
  void givesUpWhatAnotherKeyEncrypted() throws Exception {
    put("one");
    table =
        new OutboxTable(
            connection,
            new SecretKeySpec(
                "another key, of another log.....".getBytes(StandardCharsets.UTF_8), "AES"));
    run(queue("a", 10));
    assertEquals(0, sent.ids.size());
    assertEquals(State.GIVEN_UP, log.of("A").getFirst().state());
  }

  @Test
  void forgetsAfterAMonth() throws Exception {
    put("one");
    run(queue("a", 10));
    now = now.plus(Duration.ofDays(31));
    put("two");
    assertEquals(List.of("two"), log.of("A").stream().map(Delivery::word).toList());
  }
}
