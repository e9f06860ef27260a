package dev.gatehouse.policies.yaml;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit as people write them: {@code 250ms}, {@code 64KiB}. */
final class Quantity {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h)|([0-9]{1,8})d");
  private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

  /** As an integer of the core schema, at most as many digits as fit a long. */
  private static final Pattern INTEGER =
      Pattern.compile("([-+]?[0-9]{1,18})|0o([0-7]{1,20})|0x([0-9a-fA-F]{1,15})");

  private Quantity() {}

  static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(3) != null) {
      return Optional.of(Duration.ofDays(Long.parseLong(matcher.group(3))));
    }
    long count = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  /** A duration in the largest unit that needs no fraction; a single day in hours. */
  static String written(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0 && seconds > 86_400) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }

  static OptionalLong bytes(String text) {
    Matcher matcher = BYTES.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int shift =
        switch (matcher.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return OptionalLong.of(Long.parseLong(matcher.group(1)) << shift);
  }

  static OptionalLong integer(String text) {
    Matcher matcher = INTEGER.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    for (int group = 1, radix = 10; group <= 3; group++, radix = group == 2 ? 8 : 16) {
      String digits = matcher.group(group);
      if (digits != null) {
        return OptionalLong.of(new BigInteger(digits, radix).longValueExact());
      }
    }
    return OptionalLong.empty();
  }
}
