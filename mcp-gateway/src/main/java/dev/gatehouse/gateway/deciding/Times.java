package dev.gatehouse.gateway.deciding;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments as pages show them: how far off, with the time itself in UTC. */
final class Times {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  static void add(Markup html, Instant at, Instant now) {
    html.raw("<time datetime=\"")
        .text(at.truncatedTo(ChronoUnit.SECONDS).toString())
        .raw("\">")
        .text(
            at.isBefore(now)
                ? words(Duration.between(at, now)) + " ago"
                : "in " + words(Duration.between(now, at)))
        .raw(" <span class=\"dim\">(")
        .text(MINUTE.format(at))
        .raw(")</span></time>");
  }

  private static String words(Duration length) {
    if (length.toDays() > 1) {
      return length.toDays() + " days";
    }
    if (length.toHours() > 1) {
      return length.toHours() + " hours";
    }
    return length.toMinutes() > 1 ? length.toMinutes() + " minutes" : length.toSeconds() + " s";
  }
}
