package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.mcp.CallInbox.Item;
import dev.gatehouse.adapters.mcp.LegacyDesk.Listening;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LegacyDeskTest {
  private static final int ROOM = 10_000;
  private static final int LOOSE = 32;

  private final UpstreamException lost = new Failures("u").brokenOff("has forgotten the session");
  private final LegacyDesk desk = new LegacyDesk(Askings.client("a").metadata());
  private final RunningCall call =
      new RunningCall(
          new RequestId("1"), (Message.Request) Calls.message(Calls.LEGACY_CALL), "echo", false);
  private final Listening listening =
      new Listening(
          new ListenFilter(Set.of(), Set.of(), true),
          Askings.client("a").metadata(),
          new CallInbox());

  private static Item next(CallInbox inbox) throws InterruptedException {
    return inbox.take(Calls.after(1)).orElseThrow(() -> new AssertionError("nothing came"));
  }

  private Optional<String> asks(int id) {
    return desk.ofSession(
        Calls.message(
            "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"roots/list\",\"params\":{}}"));
  }

  @Test
  void whoComesAfterTheLossIsToldOfIt() throws Exception {
    desk.lost(lost);
    desk.expect(call);
    desk.join(listening);
    assertEquals(new Item.Failed(lost), next(call.inbox()));
    assertEquals(new Item.Failed(lost), next(listening.inbox()));
  }

  @Test
  void whoListensAfterTheEndIsToldOfIt() throws Exception {
    assertFalse(desk.isLost());
    desk.end();
    desk.join(listening);
    assertEquals(new Item.Over(), next(listening.inbox()));
    assertTrue(desk.isLost());
  }

  @Test
  void aFloodOfQuestionsIsAnsweredWhereThereIsNoRoom() throws Exception {
    desk.expect(call);
    call.sent();
    for (int i = 0; i < ROOM + LOOSE; i++) {
      assertEquals(Optional.empty(), asks(i));
    }
    assertTrue(asks(ROOM + LOOSE).orElseThrow().contains("\"code\":-32603"));
    assertInstanceOf(Item.Asked.class, next(call.inbox()));
    assertEquals(Optional.empty(), asks(ROOM + LOOSE + 1));
  }

  @Test
  void aCallThatTheServerDoesNotKnowIsNotAskedAbout() {
    desk.expect(call);
    assertEquals(Optional.empty(), asks(1));
    assertEquals(0, call.close().byKey().size());
    assertEquals(1, desk.takeLoose().byKey().size());
  }
}
