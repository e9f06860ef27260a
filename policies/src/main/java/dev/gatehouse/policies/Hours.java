package dev.gatehouse.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The hours in which time counts, such as those of an office. Immutable.
 *
 * @param windows at least one; time counts while it is inside any of them
 */
public record Hours(List<TimeWindow> windows) {
  /** However few the hours are, nothing waits for longer. */
  public static final Duration WAIT_MAX = Duration.ofDays(366);

  public Hours {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("some time counts");
    }
  }

  /** Whether time counts now. */
  public boolean contains(Instant instant) {
    return windows.stream().anyMatch(window -> window.contains(instant));
  }

  /**
   * The moment at which so much time has passed in these hours, but at most {@link #WAIT_MAX} after
   * the first one.
   *
   * @param from time before it does not count
   * @param within how much has to pass; where it is nothing, that is the case at once
   */
  public Instant after(Instant from, Duration within) {
    Instant end = from.plus(WAIT_MAX);
    Instant now = from;
    Duration left = within;
    while (left.isPositive() && now.isBefore(end)) {
      // Nothing opens or closes before that.
      Instant next = nextChange(now);
      if (contains(now)) {
        Duration open = Duration.between(now, next);
        if (open.compareTo(left) >= 0) {
          next = now.plus(left);
          left = Duration.ZERO;
        } else {
          left = left.minus(open);
        }
      }
      now = next;
    }
    return now.isAfter(end) ? end : now;
  }

  /** As their author wrote them. */
  public String written() {
    return windows.stream().map(TimeWindow::written).collect(Collectors.joining("; "));
  }

  private Instant nextChange(Instant now) {
    return windows.stream()
        .map(window -> nextChange(window, now))
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** When it may next be otherwise: at an end of the window, at midnight, or as clocks change. */
  private static Instant nextChange(TimeWindow window, Instant now) {
    ZoneRules rules = window.zone().getRules();
    ZoneOffset offset = rules.getOffset(now);
    LocalDateTime there = LocalDateTime.ofInstant(now, offset);
    LocalDate day = there.toLocalDate();
    LocalDateTime next = day.plusDays(1).atStartOfDay();
    for (int minute : List.of(window.fromMinute(), window.toMinute())) {
      LocalDateTime change = day.atStartOfDay().plusMinutes(minute);
      if (change.isAfter(there) && change.isBefore(next)) {
        next = change;
      }
    }
    Instant byClock = next.toInstant(offset);
    return Optional.ofNullable(rules.nextTransition(now))
        .map(ZoneOffsetTransition::getInstant)
        .filter(byClock::isAfter)
        .orElse(byClock);
  }
}
