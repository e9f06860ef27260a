package dev.gatehouse.adapters.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ErrandsTest {
  private static final int AT_ONCE = 64;
  private static final int WAITING = 4_096;
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Errands errands = new Errands(new Failures("u"));
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger done = new AtomicInteger();

  private void errand() throws InterruptedException {
    ScriptedServer.await(goOn);
    done.incrementAndGet();
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      errands.start("answer", this::errand);
    }
  }

  @Test
  void whatFindsNoThreadIsDoneLater() {
    start(3 * AT_ONCE);
    goOn.countDown();
    errands.settle(LONG);
    assertEquals(3 * AT_ONCE, done.get());
  }

  @Test
  void whatIsTooMuchIsDroppedButNoEnd() {
    start(AT_ONCE + WAITING + 100);
    for (int i = 0; i < 10; i++) {
      errands.startEnd("session-end", this::errand);
    }
    goOn.countDown();
    errands.settle(LONG);
    assertEquals(AT_ONCE + WAITING + 10, done.get());
  }

  @Test
  void whatFailsKeepsNothingElseFromBeingDone() {
    Failures failures = new Failures("u");
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      errands.start(
          "answer",
          () -> {
            ScriptedServer.await(goOn);
            throw failures.unreachable("is gone");
          });
    }
    start(1);
    goOn.countDown();
    errands.settle(LONG);
    assertEquals(1, done.get());
  }

  @Test
  void isNotWaitedForLongerThanIsAllowed() {
    start(1);
    errands.settle(Duration.ofMillis(10));
    assertEquals(0, done.get());
    goOn.countDown();
    errands.settle(LONG);
    assertEquals(1, done.get());
  }
}
