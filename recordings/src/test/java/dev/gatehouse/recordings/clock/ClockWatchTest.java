package dev.gatehouse.recordings.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private static final ClockStatus OK = known(true, ClockStatus.Leap.NONE, 3);
  private static final Duration TICK = Duration.ofMillis(100);

  private ClockStatus status = OK;
  private Instant wall = Instant.parse("2026-11-23T01:23:45Z");
  private long nanos = 77;
  private long nanosPerRead;
  private final ClockWatch watch =
      new ClockWatch(() -> status, () -> wall, () -> nanos += nanosPerRead);

  private static ClockStatus known(boolean synchronised, ClockStatus.Leap leap, long offset) {
    return new ClockStatus.Known(synchronised, leap, offset, 12, 900, -5);
  }

  /** Both clocks go on by {@code duration}, the wall clock by {@code jump} more. */
  private Optional<ClockStatement> after(Duration duration, Duration jump) {
    nanos += duration.toNanos();
    wall = wall.plus(duration).plus(jump);
    return watch.tick();
  }

  private Optional<ClockStatement> after(Duration duration) {
    return after(duration, Duration.ZERO);
  }

  private void start() {
    assertEquals(
        Optional.of(new ClockStatement(wall, ClockStatement.Reason.START, 0, status)),
        watch.tick());
  }

  private void requireStatement(
      ClockStatement.Reason reason, long jumpMicros, Optional<ClockStatement> found) {
    assertEquals(Optional.of(new ClockStatement(wall, reason, jumpMicros, status)), found);
  }

  @Test
  void statesWhatItFindsFirstAndIsSilentThen() {
    start();
    for (int i = 0; i < 1_000; i++) {
      assertEquals(Optional.empty(), after(TICK, Duration.ofNanos(i % 2 == 0 ? 900 : -900)));
    }
  }

  @Test
  void statesAJumpForwardAndAJumpBack() {
    start();
    requireStatement(
        ClockStatement.Reason.JUMP, 500_001, after(TICK, Duration.ofNanos(500_001_000)));
    requireStatement(
        ClockStatement.Reason.JUMP, -3_600_000_000L, after(TICK, Duration.ofHours(-1)));
    assertEquals(Optional.empty(), after(TICK));
  }

  @Test
  void isSilentAtTheLimit() {
    start();
    assertEquals(Optional.empty(), after(TICK, Duration.ofMillis(500)));
    assertEquals(Optional.empty(), after(TICK, Duration.ofSeconds(-1)));
  }

  @Test
  void addsSmallStepsUp() {
    start();
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), after(TICK, Duration.ofMillis(100)));
    }
    requireStatement(ClockStatement.Reason.JUMP, 600_000, after(TICK, Duration.ofMillis(100)));
  }

  @Test
  void takesAPauseBetweenTwoReadsForNoJump() {
    start();
    // The reads themselves take long: the wall clock is read up to three seconds after the other.
    nanosPerRead = Duration.ofSeconds(3).toNanos();
    assertEquals(Optional.empty(), after(TICK, Duration.ofSeconds(6)));
  }

  @Test
  void statesAJumpThatAPauseCannotExplain() {
    start();
    nanosPerRead = Duration.ofSeconds(3).toNanos();
    Optional<ClockStatement> found = after(TICK, Duration.ofSeconds(60));
    assertEquals(ClockStatement.Reason.JUMP, found.orElseThrow().reason());
  }

  @Test
  void statesAChangeOfStatusOnce() {
    start();
    status = known(false, ClockStatus.Leap.NONE, 3);
    requireStatement(ClockStatement.Reason.STATUS, 0, after(ClockWatch.STATUS_EVERY));
    assertEquals(Optional.empty(), after(ClockWatch.STATUS_EVERY));
    status = known(false, ClockStatus.Leap.INSERT_PENDING, 3);
    requireStatement(ClockStatement.Reason.STATUS, 0, after(ClockWatch.STATUS_EVERY));
    status = new ClockStatus.Unknown("denied");
    requireStatement(ClockStatement.Reason.STATUS, 0, after(ClockWatch.STATUS_EVERY));
    status = OK;
    requireStatement(ClockStatement.Reason.STATUS, 0, after(ClockWatch.STATUS_EVERY));
  }

  @Test
  void isSilentWhereOnlyFiguresChange() {
    start();
    status = known(true, ClockStatus.Leap.NONE, 4);
    assertEquals(Optional.empty(), after(ClockWatch.STATUS_EVERY));
  }

  @Test
  void statesAFlappingStatusSeldom() {
    start();
    int statements = 0;
    for (int i = 0; i < 1_000; i++) {
      status = known(i % 3 == 0, ClockStatus.Leap.NONE, 3);
      statements += after(TICK).isPresent() ? 1 : 0;
    }
    assertTrue(statements >= 5 && statements <= 10, "statements " + statements);
  }

  @Test
  void statesEachHourThatItStillLooks() {
    start();
    assertEquals(Optional.empty(), after(Duration.ofMinutes(59)));
    requireStatement(
        ClockStatement.Reason.HEARTBEAT, 2_000, after(Duration.ofMinutes(1), Duration.ofMillis(2)));
    assertEquals(Optional.empty(), after(Duration.ofMinutes(59)));
  }

  @Test
  void looksAtTheHostsOwnClocks() {
    ClockWatch host = new ClockWatch(KernelClock.ofHost(), Instant::now, System::nanoTime);
    assertEquals(ClockStatement.Reason.START, host.tick().orElseThrow().reason());
    assertEquals(Optional.empty(), host.tick());
  }
}
