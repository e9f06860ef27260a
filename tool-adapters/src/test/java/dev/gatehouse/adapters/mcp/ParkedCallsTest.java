package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ParkedCallsTest {
  private final List<String> givenUp = new CopyOnWriteArrayList<>();
  private final ParkedCalls<String> calls = new ParkedCalls<>(Duration.ofSeconds(30), givenUp::add);

  @Test
  void isTakenOnceByItsOwnConversation() {
    String state = calls.park("a", "call");
    assertEquals(Optional.empty(), calls.take("b", state));
    assertEquals(Optional.empty(), calls.take("a", state + "x"));
    assertEquals(Optional.of("call"), calls.take("a", state));
    assertEquals(Optional.empty(), calls.take("a", state));
    assertEquals(List.of(), givenUp);
  }

  @Test
  void stateCannotBeGuessed() {
    String first = calls.park("a", "1");
    String second = calls.park("a", "2");
    assertNotEquals(first, second);
    assertEquals(32, first.length());
  }

  @Test
  void isGivenUpWhenItsTimeHasPassed() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    List<String> late = new CopyOnWriteArrayList<>();
    ParkedCalls<String> impatient =
        new ParkedCalls<>(
            Duration.ofMillis(50),
            call -> {
              late.add(call);
              both.countDown();
            });
    String first = impatient.park("a", "1");
    String taken = impatient.park("a", "2");
    assertEquals(Optional.of("2"), impatient.take("a", taken));
    impatient.park("b", "3");
    ScriptedServer.await(both);
    assertEquals(List.of("1", "3"), late);
    assertEquals(Optional.empty(), impatient.take("a", first));
    assertEquals(0, impatient.count());
  }

  @Test
  void isGivenUpOnceWhereNobodyWillAnswer() {
    String state = calls.park("a", "1");
    calls.giveUp(state + "x");
    assertEquals(List.of(), givenUp);
    calls.giveUp(state);
    calls.giveUp(state);
    assertEquals(List.of("1"), givenUp);
    assertEquals(Optional.empty(), calls.take("a", state));
  }

  @Test
  void isGivenUpWithItsConversationOnly() {
    calls.park("a", "1");
    String other = calls.park("b", "2");
    calls.end("a");
    assertEquals(List.of("1"), givenUp);
    assertEquals(Optional.of("2"), calls.take("b", other));
  }

  @Test
  void theOldestOfAConversationGoesBeyondItsLimit() {
    String others = calls.park("b", "other");
    List<String> states = new ArrayList<>();
    for (int i = 0; i <= ParkedCalls.OF_ONE_CONVERSATION_MAX; i++) {
      states.add(calls.park("a", "call " + i));
    }
    assertEquals(List.of("call 0"), givenUp);
    assertEquals(Optional.of("call 1"), calls.take("a", states.get(1)));
    assertEquals(Optional.of("other"), calls.take("b", others));
  }

  @Test
  void theOldestOfAllGoesBeyondTheLimitOfAll() {
    for (int i = 0; i <= ParkedCalls.CALLS_MAX; i++) {
      calls.park("c" + i, "call " + i);
    }
    assertEquals(List.of("call 0"), givenUp);
    assertEquals(ParkedCalls.CALLS_MAX, calls.count());
  }

  @Test
  void nothingIsParkedAfterTheEnd() {
    calls.park("a", "1");
    calls.close();
    String late = calls.park("a", "2");
    assertEquals(List.of("1", "2"), givenUp);
    assertEquals(Optional.empty(), calls.take("a", late));
  }
}
