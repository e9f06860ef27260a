package dev.gatehouse.policies.check;

import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads moments as people write them.
 *
 * <p>Shape: {@code 2026-11-23T10:00:00Z}, {@code 2026-11-23T10:00+01:00}, {@code 2026-11-23 10:00
 * Europe/Berlin}. A moment without a zone is a problem, and so is an hour that a zone leaves out;
 * of an hour that comes twice, a zone's name means the first.
 */
final class MomentReader {
  private static final String EXPECTED =
      "a time with its zone, such as `2026-11-23 10:00 Europe/Berlin` or `2026-11-23T09:00:00Z`";
  private static final Pattern SHAPE =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)"
              + " ?([A-Za-z][A-Za-z0-9/_+-]{0,60}|[+-][0-9]{2}:[0-9]{2})");

  private MomentReader() {}

  /** The moment under this key. */
  static Optional<Instant> read(MappingReader reader, String key) {
    return reader.optionalString(key).flatMap(text -> moment(reader, key, text));
  }

  private static Optional<Instant> moment(MappingReader reader, String key, String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return wrong(reader, key, "should be " + EXPECTED + ", found " + Problem.quote(text));
    }
    Optional<LocalDateTime> local = local(matcher.group(1) + "T" + matcher.group(2));
    Optional<ZoneId> zone = zone(matcher.group(3));
    if (local.isEmpty()) {
      return wrong(reader, key, "names a day or an hour that no calendar has");
    } else if (zone.isEmpty()) {
      return wrong(reader, key, "names no known zone: " + Problem.quote(matcher.group(3)));
    } else if (zone.get().getRules().getValidOffsets(local.get()).isEmpty()) {
      return wrong(reader, key, "names an hour that the clocks of " + zone.get() + " leave out");
    }
    return Optional.of(local.get().atZone(zone.get()).toInstant());
  }

  private static Optional<LocalDateTime> local(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> wrong(MappingReader reader, String key, String message) {
    reader.problem(key, Problem.quote(key) + " " + message);
    return Optional.empty();
  }
}
