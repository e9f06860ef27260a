package dev.gatehouse.conformance.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of traces lets the right order pass and finds each wrong one. */
class DurableOrderTest {
  private static final int UPSTREAM = 9000;
  private static final int CLIENT = 40_000;
  private static final long WAL = 7;
  private static final long SEQUENCER = 1;
  private static final long WORKER = 2;
  private static final List<String> NOTHING = List.of();
  private static final List<String> EARLY_CALL =
      List.of("call 5 went upstream before its request was durable");
  private static final List<String> EARLY_REPLY =
      List.of("the reply to call 5 went out before its response was durable");

  private final List<TraceEvent> events =
      new ArrayList<>(List.of(new TraceEvent.Named(WAL, "/somewhere/data/log.db-wal")));

  @Test
  void whatWasSyncedBeforeItWasSentIsInOrder() {
    committed("request").synced(true).call().committed("response").synced(true).reply();
    assertViolations(NOTHING);
  }

  @Test
  void aCallBeforeItsSyncIsFound() {
    committed("request").call().synced(true).committed("response").synced(true).reply();
    assertViolations(EARLY_CALL);
  }

  @Test
  void aReplyBeforeItsSyncIsFound() {
    committed("request").synced(true).call().committed("response").reply().synced(true);
    assertViolations(EARLY_REPLY);
  }

  @Test
  void aSyncThatFailedCoversNothing() {
    committed("request").synced(false).call().committed("response").synced(true).reply();
    assertViolations(EARLY_CALL);
  }

  @Test
  void aSyncThatBeganBeforeTheWriteDoesNotCoverIt() {
    syncBegins().committed("request").syncEnds(true).call();
    committed("response").synced(true).reply();
    assertViolations(EARLY_CALL);
  }

  @Test
  void aSyncWithinTheTransactionDoesNotCoverIt() {
    written("request", false).synced(true).call();
    written("other", true).synced(true).committed("response").synced(true).reply();
    assertViolations(EARLY_CALL);
  }

  @Test
  void aSyncThatIsNotOverCoversNothing() {
    committed("request").synced(true).call().committed("response").syncBegins().reply();
    syncEnds(true);
    assertViolations(EARLY_REPLY);
  }

  @Test
  void theFirstByteOfAMessageCounts() {
    committed("request").synced(true).call();
    String reply = http(reply("5"));
    sent(CLIENT, reply.substring(0, 20));
    committed("response").synced(true);
    sent(CLIENT, reply.substring(20));
    assertViolations(EARLY_REPLY);
  }

  @Test
  void anotherFilesSyncCoversNothing() {
    committed("request");
    events.add(new TraceEvent.SyncBegan(WAL + 1, SEQUENCER));
    events.add(new TraceEvent.SyncEnded(WAL + 1, SEQUENCER, true));
    call().committed("response").synced(true).reply();
    assertViolations(EARLY_CALL);
  }

  @Test
  void aCallWithoutAReplyIsNotForgotten() {
    committed("request").synced(true).call();
    assertViolations(List.of("call 5 went upstream and has no reply"));
  }

  private void assertViolations(List<String> expected) {
    DurableOrder order = new DurableOrder(UPSTREAM);
    events.forEach(order);
    assertEquals(expected, order.violations());
  }

  private DurableOrderTest committed(String type) {
    return written(type, true);
  }

  /** A frame of the WAL, whose page holds an entry; the last one of a transaction or not. */
  private DurableOrderTest written(String type, boolean last) {
    ByteBuffer head = ByteBuffer.allocate(24).putInt(1).putInt(last ? 9 : 0).rewind();
    events.add(new TraceEvent.Wrote(WAL, head));
    String statement =
        "{\"boot\":\"B\",\"ex\":\"X\",\"t\":\"2026\",\"type\":\"" + type + "\",\"v\":1}";
    String page = "\0\0\0" + statement + "\0{\"boot\":\"B\",\"type\":\"boot\",\"v\":1}";
    events.add(new TraceEvent.Wrote(WAL, ByteBuffer.wrap(page.getBytes(UTF_8))));
    return this;
  }

  private DurableOrderTest synced(boolean successful) {
    return syncBegins().syncEnds(successful);
  }

  private DurableOrderTest syncBegins() {
    events.add(new TraceEvent.SyncBegan(WAL, SEQUENCER));
    return this;
  }

  private DurableOrderTest syncEnds(boolean successful) {
    events.add(new TraceEvent.SyncEnded(WAL, SEQUENCER, successful));
    return this;
  }

  private DurableOrderTest call() {
    return sent(
        UPSTREAM, http("{\"id\":1,\"method\":\"tools/call\",\"arguments\":{\"mark\":\"m-5\"}}"));
  }

  private DurableOrderTest reply() {
    return sent(CLIENT, http(reply("5")));
  }

  private static String reply(String id) {
    return "{\"id\":"
        + id
        + ",\"_meta\":{\"dev.gatehouse/decision\":{\"rule\":\"r\",\"exchange\":\"X\"}}}";
  }

  private static String http(String body) {
    return "POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private DurableOrderTest sent(int port, String text) {
    events.add(new TraceEvent.SendBegan(port, WORKER));
    events.add(new TraceEvent.Sent(port, WORKER, port, ByteBuffer.wrap(text.getBytes(UTF_8))));
    return this;
  }
}
