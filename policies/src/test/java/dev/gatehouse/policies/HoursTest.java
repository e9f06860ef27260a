package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time that counts only in some hours of the week. */
class HoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> WORKING_DAYS =
      EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Hours OFFICE =
      new Hours(List.of(new TimeWindow(WORKING_DAYS, 480, 1080, BERLIN, "mon-fri 08:00-18:00")));

  /** Begin, time that has to pass, end; 2026-11-23 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00, PT30M,  2026-11-23T10:30",
    "2026-11-23T07:00, PT30M,  2026-11-23T08:30",
    "2026-11-23T17:30, PT30M,  2026-11-23T18:00",
    "2026-11-23T17:30, PT30M1S,2026-11-24T08:00:01",
    "2026-11-23T18:00, PT1S,   2026-11-24T08:00:01",
    "2026-11-27T17:59:30.5, PT1M, 2026-11-30T08:00:30.5",
    "2026-11-28T12:00, PT1H,   2026-11-30T09:00",
    "2026-11-23T08:00, PT10H,  2026-11-23T18:00",
    "2026-11-23T08:00, PT50H,  2026-11-27T18:00",
    "2026-11-23T08:00, PT51H,  2026-11-30T09:00",
    "2026-11-28T12:00, PT0S,   2026-11-28T12:00",
  })
  void countsOnlyWhatIsInside(String from, Duration within, String end) {
    assertEquals(
        ZonedDateTime.of(LocalDateTime.parse(end), BERLIN).toInstant(),
        OFFICE.after(ZonedDateTime.of(LocalDateTime.parse(from), BERLIN).toInstant(), within));
  }

  /** Clocks go back on 2026-10-25 and forward on 2026-03-29 in Berlin. */
  @Test
  void followsTheClocksOfItsZone() {
    Hours night =
        new Hours(List.of(new TimeWindow(EnumSet.allOf(DayOfWeek.class), 60, 240, BERLIN, "")));
    // From one to four there are four hours once a year, and two once.
    assertEquals(
        Instant.parse("2026-10-25T03:00:00Z"),
        night.after(Instant.parse("2026-10-24T22:00:00Z"), Duration.ofHours(4)));
    assertEquals(
        Instant.parse("2026-03-29T02:00:00Z"),
        night.after(Instant.parse("2026-03-28T23:00:00Z"), Duration.ofHours(2)));
    // What a day leaves out is never.
    Hours leftOut =
        new Hours(
            List.of(new TimeWindow(EnumSet.of(DayOfWeek.SUNDAY), 120, 180, BERLIN, "the gap")));
    assertEquals(
        Instant.parse("2026-04-05T00:30:00Z"),
        leftOut.after(Instant.parse("2026-03-29T00:00:00Z"), Duration.ofMinutes(30)));
  }

  @Test
  void endsEvenWhereHoursAreFew() {
    Hours minute =
        new Hours(List.of(new TimeWindow(EnumSet.of(DayOfWeek.MONDAY), 0, 1, BERLIN, "")));
    Instant from = Instant.parse("2026-11-24T00:00:00Z");
    assertEquals(from.plus(Hours.WAIT_MAX), minute.after(from, Duration.ofDays(30)));
  }

  @Test
  void saysHowItWasWritten() {
    TimeWindow saturday = new TimeWindow(EnumSet.of(DayOfWeek.SATURDAY), 0, 1440, BERLIN, "sat");
    Hours both = new Hours(List.of(OFFICE.windows().getFirst(), saturday));
    assertEquals("mon-fri 08:00-18:00; sat", both.written());
    assertTrue(both.contains(Instant.parse("2026-11-28T20:00:00Z")));
  }

  /** The same as looking at every minute, which takes long. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isWhatLookingAtEveryMinuteFinds(long seed) {
    Random random = new Random(seed);
    List<ZoneId> zones =
        List.of(
            BERLIN,
            ZoneId.of("UTC"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Asia/Kathmandu"));
    for (int i = 0; i < 60; i++) {
      List<TimeWindow> windows = new ArrayList<>();
      for (int w = 1 + random.nextInt(3); w > 0; w--) {
        int begin = random.nextInt(1440);
        int end = (begin + 1 + random.nextInt(1438)) % 1440;
        DayOfWeek day = DayOfWeek.of(1 + random.nextInt(7));
        ZoneId zone = zones.get(random.nextInt(zones.size()));
        windows.add(new TimeWindow(EnumSet.of(day, day.plus(2)), begin, end, zone, ""));
      }
      Hours hours = new Hours(windows);
      // Around days on which clocks change.
      Instant from =
          Instant.parse(random.nextBoolean() ? "2026-10-24T00:00:00Z" : "2026-03-28T00:00:00Z")
              .plusSeconds(60L * random.nextInt(3000));
      Duration within = Duration.ofMinutes(1 + random.nextInt(2000));
      assertEquals(
          minuteByMinute(hours, from, within),
          hours.after(from, within),
          () -> windows + " from " + from + " " + within);
    }
  }

  private static Instant minuteByMinute(Hours hours, Instant from, Duration within) {
    Instant now = from;
    for (long left = within.toMinutes(); left > 0; now = now.plusSeconds(60)) {
      left -= hours.contains(now) ? 1 : 0;
    }
    return now;
  }
}
