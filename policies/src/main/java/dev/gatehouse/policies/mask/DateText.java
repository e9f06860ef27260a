package dev.gatehouse.policies.mask;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that begins with a date in figures, and may go on with a time.
 *
 * <p>Shape: {@code 1990-04-03}, {@code 1990/04/03}, {@code 19900403}, {@code 3.4.1990}, {@code
 * 04/03/1990}. Of two figures with slashes the first is the month, unless only the second can be.
 */
record DateText(String text, Optional<Figures> figures) {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("([0-9]{4})([-/.]?)([0-9]{1,2})\\2([0-9]{1,2})(?![0-9])");
  private static final Pattern YEAR_LAST =
      Pattern.compile("([0-9]{1,2})([-/.] ?)([0-9]{1,2})\\2([0-9]{4})(?![0-9])");

  /** The order in which the figures stand. */
  private enum Order {
    YEAR_MONTH_DAY,
    MONTH_DAY_YEAR,
    DAY_MONTH_YEAR
  }

  /** A date and how it is spelled. */
  record Figures(LocalDate date, Order order, String separator, int widest, int length) {}

  /** What stands at the beginning of this text. */
  static DateText in(String text) {
    Matcher first = YEAR_FIRST.matcher(text);
    if (first.lookingAt()) {
      Optional<LocalDate> date = date(first.group(1), first.group(3), first.group(4));
      return with(text, date, Order.YEAR_MONTH_DAY, first);
    }
    Matcher last = YEAR_LAST.matcher(text);
    if (!last.lookingAt()) {
      return new DateText(text, Optional.empty());
    }
    Optional<LocalDate> monthFirst = date(last.group(4), last.group(1), last.group(3));
    return last.group(2).startsWith("/") && monthFirst.isPresent()
        ? with(text, monthFirst, Order.MONTH_DAY_YEAR, last)
        : with(text, date(last.group(4), last.group(3), last.group(1)), Order.DAY_MONTH_YEAR, last);
  }

  boolean isDate() {
    return figures.isPresent();
  }

  /** The date as one spelling for all. */
  String day() {
    return figures.map(f -> f.date().toString()).orElse("");
  }

  /** The text with its date so many days later. */
  String movedBy(int days) {
    if (figures.isEmpty()) {
      return text;
    }
    Figures old = figures.get();
    LocalDate date = old.date().plusDays(days);
    String year = String.format(Locale.ROOT, "%04d", date.getYear());
    String month = padded(date.getMonthValue(), old.widest());
    String day = padded(date.getDayOfMonth(), old.widest());
    String separator = old.separator();
    String moved =
        switch (old.order()) {
          case YEAR_MONTH_DAY -> year + separator + month + separator + day;
          case MONTH_DAY_YEAR -> month + separator + day + separator + year;
          case DAY_MONTH_YEAR -> day + separator + month + separator + year;
        };
    return moved + text.substring(old.length());
  }

  private static DateText with(
      String text, Optional<LocalDate> date, Order order, Matcher matcher) {
    String separator = matcher.group(2);
    int first = matcher.group(order == Order.YEAR_MONTH_DAY ? 4 : 1).length();
    int widest = Math.min(first, matcher.group(3).length());
    // Without separators only the full width tells the figures apart.
    boolean isClear = !separator.isEmpty() || matcher.end() == 8;
    return new DateText(
        text,
        date.filter(_ -> isClear)
            .map(d -> new Figures(d, order, separator, widest, matcher.end())));
  }

  private static Optional<LocalDate> date(String year, String month, String day) {
    try {
      return Optional.of(
          LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String padded(int number, int width) {
    return width == 2 ? String.format(Locale.ROOT, "%02d", number) : Integer.toString(number);
  }
}
