package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The time of a leaf.
 *
 * <p>Shape: {@code 2026-11-23T01:23:45.000000Z}, always UTC, always these 27 characters. Units and
 * ranges: microseconds since 1970, of the years 0000 to 9999.
 */
final class LeafTime {
  static final int CHARS = 27;

  private static final String PATTERN = "0000-00-00T00:00:00.000000Z";
  private static final long MICROS_A_SECOND = 1_000_000;
  private static final long SECONDS_A_DAY = 86_400;

  private LeafTime() {}

  /**
   * The microseconds that {@code bytes} say at {@code at}.
   *
   * <p>Errors: {@link MalformedLeafException} for every other spelling.
   */
  static long parse(byte[] bytes, int at, int end) throws MalformedLeafException {
    boolean shaped = end - at >= CHARS;
    for (int i = 0; i < CHARS && shaped; i++) {
      byte b = bytes[at + i];
      shaped = PATTERN.charAt(i) == '0' ? b >= '0' && b <= '9' : b == PATTERN.charAt(i);
    }
    if (!shaped) {
      throw new MalformedLeafException("`t` expected to be like " + PATTERN);
    }
    int hour = number(bytes, at + 11, 2);
    int minute = number(bytes, at + 14, 2);
    int second = number(bytes, at + 17, 2);
    if (hour > 23 || minute > 59 || second > 59) {
      throw new MalformedLeafException("`t` expected to be a time of day");
    }
    try {
      long day =
          LocalDate.of(number(bytes, at, 4), number(bytes, at + 5, 2), number(bytes, at + 8, 2))
              .toEpochDay();
      long seconds = day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
      return seconds * MICROS_A_SECOND + number(bytes, at + 20, 6);
    } catch (DateTimeException e) {
      throw new MalformedLeafException("`t` expected to be a day of the calendar", e);
    }
  }

  private static int number(byte[] bytes, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    return number;
  }

  /** The microseconds of {@code time}, which must be whole ones of the years 0000 to 9999. */
  static long micros(Instant time) {
    long micros = Math.multiplyExact(time.getEpochSecond(), MICROS_A_SECOND);
    if (time.getNano() % 1000 != 0) {
      throw new IllegalArgumentException("time finer than microseconds");
    }
    return micros + time.getNano() / 1000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS_A_SECOND), Math.floorMod(micros, MICROS_A_SECOND) * 1000);
  }

  static String text(long micros) {
    long seconds = Math.floorDiv(micros, MICROS_A_SECOND);
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
    if (day.getYear() < 0 || day.getYear() > 9999) {
      throw new IllegalArgumentException("a time of the year " + day.getYear());
    }
    int ofDay = (int) Math.floorMod(seconds, SECONDS_A_DAY);
    byte[] text = PATTERN.getBytes(US_ASCII);
    write(text, 0, 4, day.getYear());
    write(text, 5, 2, day.getMonthValue());
    write(text, 8, 2, day.getDayOfMonth());
    write(text, 11, 2, ofDay / 3600);
    write(text, 14, 2, ofDay / 60 % 60);
    write(text, 17, 2, ofDay % 60);
    write(text, 20, 6, (int) Math.floorMod(micros, MICROS_A_SECOND));
    return new String(text, US_ASCII);
  }

  private static void write(byte[] text, int at, int digits, int number) {
    int rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
