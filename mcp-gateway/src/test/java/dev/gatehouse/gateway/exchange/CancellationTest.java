package dev.gatehouse.gateway.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();

  @Test
  void interruptsOnlyWhileTheThreadMayBeInterrupted() {
    cancellation.cancel();
    assertFalse(Thread.currentThread().isInterrupted());
    cancellation.open();
    assertTrue(Thread.currentThread().isInterrupted());
    cancellation.close();
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void leavesAThreadAloneThatNobodyWantsToStop() {
    cancellation.open();
    assertFalse(Thread.currentThread().isInterrupted());
    assertFalse(cancellation.isWished());
    cancellation.close();
  }

  @Test
  void takesBackAnInterruptThatCameTooLate() {
    cancellation.open();
    cancellation.cancel();
    cancellation.close();
    assertFalse(Thread.currentThread().isInterrupted());
    assertTrue(cancellation.isWished());
  }
}
