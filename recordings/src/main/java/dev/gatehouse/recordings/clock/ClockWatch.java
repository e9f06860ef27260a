package dev.gatehouse.recordings.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices when the host's clock jumps or changes its status. Confined to one thread.
 *
 * <p>Guarantee: between two statements the wall clock was never found further than {@link
 * #JUMP_MAX} from where monotonic time had it. Steps too small for that add up until they are
 * stated. A clock that is merely slewed shows in neither, since monotonic time is slewed with it.
 */
public final class ClockWatch {
  /** More than a clock that somebody keeps is ever stepped by. */
  public static final Duration JUMP_MAX = Duration.ofMillis(500);

  /** An hour without news is news: the log shows that somebody looked. */
  public static final Duration HEARTBEAT_EVERY = Duration.ofHours(1);

  /** A status that flaps must not fill the log. */
  public static final Duration STATUS_EVERY = Duration.ofSeconds(10);

  /** A thread that was held up between two reads would see a jump where there is none. */
  private static final int READINGS_MAX = 3;

  private static final long READING_NANOS_MAX = 1_000_000;

  private final Supplier<ClockStatus> kernel;
  private final InstantSource wall;
  private final LongSupplier monotonicNanos;
  private Optional<Stated> last = Optional.empty();

  public ClockWatch(Supplier<ClockStatus> kernel, InstantSource wall, LongSupplier monotonicNanos) {
    this.kernel = kernel;
    this.wall = wall;
    this.monotonicNanos = monotonicNanos;
  }

  /** Wall and monotonic time read together; {@code width} nanoseconds passed meanwhile. */
  private record Reading(Instant wall, long nanos, long width) {}

  private record Stated(Reading reading, ClockStatus status) {}

  /** Looks once; there is something to record at the first look, then where it has changed. */
  public Optional<ClockStatement> tick() {
    Reading now = read();
    ClockStatus status = kernel.get();
    if (last.isEmpty()) {
      return state(now, ClockStatement.Reason.START, 0, status);
    }
    Stated before = last.get();
    long elapsed = now.nanos() - before.reading().nanos();
    Duration jump = Duration.between(before.reading().wall(), now.wall()).minusNanos(elapsed);
    long jumpMicros = jump.dividedBy(ChronoUnit.MICROS.getDuration());
    Duration blurred = JUMP_MAX.plusNanos(now.width()).plusNanos(before.reading().width());
    if (jump.abs().compareTo(blurred) > 0) {
      return state(now, ClockStatement.Reason.JUMP, jumpMicros, status);
    }
    if (elapsed >= STATUS_EVERY.toNanos() && !sameKind(before.status(), status)) {
      return state(now, ClockStatement.Reason.STATUS, jumpMicros, status);
    }
    if (elapsed >= HEARTBEAT_EVERY.toNanos()) {
      return state(now, ClockStatement.Reason.HEARTBEAT, jumpMicros, status);
    }
    return Optional.empty();
  }

  private Optional<ClockStatement> state(
      Reading now, ClockStatement.Reason reason, long jumpMicros, ClockStatus status) {
    last = Optional.of(new Stated(now, status));
    return Optional.of(new ClockStatement(now.wall(), reason, jumpMicros, status));
  }

  private Reading read() {
    Reading best = readOnce();
    for (int i = 1; i < READINGS_MAX && best.width() > READING_NANOS_MAX; i++) {
      Reading again = readOnce();
      best = again.width() < best.width() ? again : best;
    }
    return best;
  }

  private Reading readOnce() {
    long before = monotonicNanos.getAsLong();
    Instant between = wall.instant();
    return new Reading(between, before, monotonicNanos.getAsLong() - before);
  }

  /** Figures change at every look; what they amount to does not. */
  private static boolean sameKind(ClockStatus one, ClockStatus other) {
    return one.state().equals(other.state()) && leap(one) == leap(other);
  }

  private static ClockStatus.Leap leap(ClockStatus status) {
    return switch (status) {
      case ClockStatus.Known known -> known.leap();
      case ClockStatus.Unknown _ -> ClockStatus.Leap.NONE;
    };
  }
}
