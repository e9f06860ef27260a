package dev.gatehouse.policies.detect.id;

import static dev.gatehouse.policies.detect.id.CheckDigits.number;

/** Dates of birth inside identifiers: two digits each for year, month and day. */
final class Dates {
  private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Dates() {}

  /** Whether some year has this day: 29 February always, since centuries are often left out. */
  static boolean isDay(long month, long day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= DAYS[(int) month - 1];
  }

  /** Whether month and day stand at these places. */
  static boolean hasDay(String digits, int month, int day) {
    return isDay(two(digits, month), two(digits, day));
  }

  /** Two digits as a number. */
  static int two(String digits, int at) {
    return (int) number(digits, at, at + 2);
  }

  /**
   * Whether the last four digits of ten are a time of day beside a date since 2020: then they are a
   * time stamp as likely as a number.
   */
  static boolean isTimeStamp(String digits, int year, int time) {
    int two = two(digits, year);
    return two >= 20 && two <= 35 && two(digits, time) < 24 && two(digits, time + 2) < 60;
  }
}
