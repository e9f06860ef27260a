package dev.gatehouse.recordings.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockStatementTest {
  private static final Instant WALL = Instant.parse("2026-11-23T01:23:45.000007999Z");

  @Test
  void writesWhatTheKernelSaid() {
    ClockStatus status =
        new ClockStatus.Known(true, ClockStatus.Leap.INSERT_PENDING, -3, 12, 900, -5_000);
    assertEquals(
        "{\"errorMicros\":12,\"frequencyPpb\":-5000,\"jumpMicros\":-600000,"
            + "\"leap\":\"insert-pending\",\"maxErrorMicros\":900,\"offsetMicros\":-3,"
            + "\"reason\":\"jump\",\"state\":\"ok\",\"wall\":\"2026-11-23T01:23:45.000007Z\"}",
        new ClockStatement(WALL, ClockStatement.Reason.JUMP, -600_000, status).json());
  }

  @Test
  void writesWhyTheKernelSaidNothing() {
    ClockStatus status = new ClockStatus.Unknown("no `\"x\"` here");
    assertEquals(
        "{\"jumpMicros\":0,\"reason\":\"start\",\"state\":\"unknown\","
            + "\"wall\":\"2026-11-23T01:23:45.000007Z\",\"why\":\"no `\\\"x\\\"` here\"}",
        new ClockStatement(WALL, ClockStatement.Reason.START, 0, status).json());
  }
}
