package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.mcp.Mailbox.Item;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final Message.Response ANSWER =
      (Message.Response) Calls.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");

  private final Mailbox mailbox = new Mailbox();

  private Optional<Item> next() throws InterruptedException {
    return mailbox.take(Calls.after(1));
  }

  @Test
  void saysOnceThatSomethingIsAskedUntilThatIsLookedAt() throws Exception {
    mailbox.putQuestion();
    mailbox.putQuestion();
    assertEquals(Optional.of(new Item.Asked()), next());
    assertEquals(Optional.empty(), next());
    mailbox.putQuestion();
    assertEquals(Optional.of(new Item.Asked()), next());
  }

  @Test
  void takesNoAnswersWithoutEnd() {
    assertFalse(mailbox.isAnswered());
    assertTrue(mailbox.put(ANSWER));
    assertTrue(mailbox.put(ANSWER));
    assertFalse(mailbox.put(ANSWER));
    assertTrue(mailbox.isAnswered());
  }

  @Test
  void failsOnce() throws Exception {
    UpstreamException failure = new Failures("u").brokenOff("ended");
    mailbox.fail(failure);
    mailbox.fail(failure);
    assertEquals(Optional.of(new Item.Failed(failure)), next());
    assertEquals(Optional.empty(), next());
  }
}
