package dev.gatehouse.recordings.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * {@code struct timex} of 64-bit Linux, which is the same on x86_64 and aarch64.
 *
 * <p>Units: as in the kernel: offset in nanoseconds where {@code STA_NANO} is set, else in
 * microseconds; errors in microseconds; frequency in parts per million times 65,536. Source: Linux
 * {@code include/uapi/linux/timex.h}.
 */
record Timex(int status, long offset, long frequency, long maxError, long error) {
  static final long BYTES = 208;

  private static final int STA_UNSYNC = 0x0040;
  private static final int STA_CLOCKERR = 0x1000;
  private static final int STA_NANO = 0x2000;

  private static final int TIME_INS = 1;
  private static final int TIME_DEL = 2;
  private static final int TIME_OOP = 3;
  private static final int TIME_WAIT = 4;
  private static final int TIME_ERROR = 5;

  static Timex read(MemorySegment timex) {
    return new Timex(
        timex.get(JAVA_INT, 40),
        timex.get(JAVA_LONG, 8),
        timex.get(JAVA_LONG, 16),
        timex.get(JAVA_LONG, 24),
        timex.get(JAVA_LONG, 32));
  }

  /** {@code timeState} is what the call returned. */
  ClockStatus.Known status(int timeState) {
    return new ClockStatus.Known(
        timeState != TIME_ERROR && (status & (STA_UNSYNC | STA_CLOCKERR)) == 0,
        switch (timeState) {
          case TIME_INS -> ClockStatus.Leap.INSERT_PENDING;
          case TIME_DEL -> ClockStatus.Leap.DELETE_PENDING;
          case TIME_OOP -> ClockStatus.Leap.IN_PROGRESS;
          case TIME_WAIT -> ClockStatus.Leap.DONE;
          default -> ClockStatus.Leap.NONE;
        },
        (status & STA_NANO) == 0 ? offset : offset / 1000,
        error,
        maxError,
        frequency * 1000 / 65_536);
  }
}
