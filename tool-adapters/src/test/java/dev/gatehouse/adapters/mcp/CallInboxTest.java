package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.CallInbox.Item;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallInboxTest {
  private static final String LARGE = "x".repeat(3 << 20);
  private static final Message ANSWER =
      Calls.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

  private final CallInbox inbox = new CallInbox();

  private static Message.Request question(String words) {
    return (Message.Request)
        Calls.message(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\",\"params\":{\"a\":\""
                + words
                + "\"}}");
  }

  @Test
  void questionsTakeRoomToo() throws Exception {
    Message.Request large = question(LARGE);
    assertTrue(inbox.offer(large));
    assertTrue(inbox.offer(large));
    assertFalse(inbox.offer(large));
    inbox.take(Calls.soon());
    assertTrue(inbox.offer(large));
  }

  @Test
  void theAnswerIsTakenThoughThereIsNoRoomAndNothingBehindIt() throws Exception {
    Message.Request large = question(LARGE);
    assertTrue(inbox.offer(large));
    assertTrue(inbox.offer(large));
    assertTrue(inbox.offer(ANSWER));
    assertFalse(inbox.offer(ANSWER));
    assertFalse(inbox.put(question("")));
    inbox.end();
    assertInstanceOf(Item.Asked.class, inbox.take(Calls.soon()).orElseThrow());
    assertInstanceOf(Item.Asked.class, inbox.take(Calls.soon()).orElseThrow());
    assertInstanceOf(Item.Answered.class, inbox.take(Calls.soon()).orElseThrow());
    assertEquals(Optional.empty(), inbox.take(Calls.after(1)));
  }

  @Test
  void givesTheQuestionsThatNobodyLookedAtWhenItIsClosed() throws Exception {
    Message.Request asked = question("a");
    assertTrue(inbox.put(asked));
    assertTrue(inbox.put(Calls.message("{\"jsonrpc\":\"2.0\",\"method\":\"n\"}")));
    assertEquals(List.of(asked), inbox.close());
    assertFalse(inbox.put(question("b")));
    assertEquals(List.of(), inbox.close());
  }

  @Test
  void whoWaitsForRoomIsLetGoWhenItIsClosed() throws Exception {
    Message.Request large = question(LARGE);
    assertTrue(inbox.offer(large));
    assertTrue(inbox.offer(large));
    boolean[] isTaken = {true};
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    isTaken[0] = inbox.put(large);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    inbox.close();
    waiting.join();
    assertFalse(isTaken[0]);
  }
}
