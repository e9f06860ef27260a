package dev.gatehouse.policies;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours of some days of the week, by the clocks of a zone.
 *
 * <p>Guarantee: follows the zone's clocks when they change: an hour that comes twice is inside or
 * outside both times, one that is left out is never. Immutable.
 *
 * @param days on which it begins, from Monday to Sunday
 * @param fromMinute from this minute of the day on
 * @param toMinute up to, not including, this minute of the day, 1440 for its end; if it is not
 *     later than {@code fromMinute}, of the day after
 * @param written as its author wrote it
 */
public record TimeWindow(
    Set<DayOfWeek> days, int fromMinute, int toMinute, ZoneId zone, String written) {
  /** How many minutes a day has by the clocks. */
  public static final int MINUTES_OF_DAY = 24 * 60;

  public TimeWindow {
    if (days.isEmpty() || !isMinute(fromMinute) || !isMinute(toMinute) || fromMinute == toMinute) {
      throw new IllegalArgumentException("a window has days, and minutes from 0 to 1440");
    }
    // In the order of the week, so that the same window is always written in the same way.
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  private static boolean isMinute(int minute) {
    return minute >= 0 && minute <= MINUTES_OF_DAY;
  }

  /** Whether it is inside. */
  public boolean contains(Instant instant) {
    ZonedDateTime there = instant.atZone(zone);
    LocalTime time = there.toLocalTime();
    return contains(there.getDayOfWeek(), time.getHour() * 60 + time.getMinute());
  }

  /** Whether this minute of such a day is inside. */
  boolean contains(DayOfWeek day, int minute) {
    if (fromMinute < toMinute) {
      return days.contains(day) && fromMinute <= minute && minute < toMinute;
    }
    return (days.contains(day) && minute >= fromMinute)
        || (days.contains(day.minus(1)) && minute < toMinute);
  }
}
