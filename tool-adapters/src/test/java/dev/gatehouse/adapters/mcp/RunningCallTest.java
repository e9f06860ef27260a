package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException.Kind;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waits that no flood of messages may prolong. */
class RunningCallTest {
  private static final int FLOOD = 2_000;

  private final Failures failures = new Failures("u");
  private final RunningCall call =
      new RunningCall(
          new RequestId("7"),
          (Message.Request)
              read("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}"),
          "t",
          true);
  private final AtomicInteger heard = new AtomicInteger();

  private static Message read(String text) {
    try {
      return Message.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void progress(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      call.inbox().put(read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}"));
    }
  }

  private void ask(int id) throws InterruptedException {
    call.inbox()
        .put(read("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"elicitation/create\"}"));
  }

  private Optional<Message.Response> await(Duration atMost) throws Exception {
    return call.await(
        _ -> {
          heard.incrementAndGet();
          Thread.sleep(1);
        },
        failures,
        Deadline.after(atMost));
  }

  @Test
  void aQuestionIsShownThoughTheServerGoesOnTalking() throws Exception {
    ask(1);
    progress(FLOOD);
    assertEquals(Optional.empty(), await(Duration.ofSeconds(10)));
    assertEquals(1, call.open().byKey().size());
    assertTrue(heard.get() < FLOOD / 2, "heard " + heard);
  }

  @Test
  void theDeadlineHoldsThoughTheServerGoesOnTalking() throws Exception {
    progress(FLOOD);
    Calls.refused(Kind.TIMED_OUT, () -> await(Duration.ofMillis(50)));
    assertTrue(heard.get() < FLOOD / 2, "heard " + heard);
  }

  @Test
  void whatIsAskedAndNobodyLookedAtIsNotLost() throws Exception {
    ask(1);
    assertEquals(Optional.empty(), await(Duration.ofSeconds(10)));
    ask(2);
    assertEquals(2, call.close().byKey().size());
  }

  @Test
  void whatIsAskedTogetherIsShownTogetherAndAnAnswerEndsTheWait() throws Exception {
    ask(1);
    progress(1);
    ask(2);
    assertEquals(Optional.empty(), await(Duration.ofSeconds(10)));
    assertEquals(2, call.open().byKey().size());
    call.leave(Questions.of(List.of()));
    call.inbox().put(read("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"));
    assertTrue(await(Duration.ofSeconds(10)).isPresent());
  }
}
