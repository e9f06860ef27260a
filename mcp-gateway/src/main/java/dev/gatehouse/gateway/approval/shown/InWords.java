package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.identity.Actor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** People, groups and times, as they stand in sentences. */
final class InWords {
  /** Of one listing; further ones are counted, with a digest of all. */
  static final int LISTED_MAX = 25;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private InWords() {}

  static ShownText person(Person person) {
    ShownText shown = principal(person.name(), person.issuer());
    return person.isOwner() ? ShownText.of("%s, whose gateway this is", shown) : shown;
  }

  static ShownText actor(Actor actor) {
    return principal(actor.name(), actor.issuer());
  }

  /** A name with who vouches for it. */
  static ShownText principal(String name, Optional<String> issuer) {
    return issuer
        .map(of -> ShownText.of("%s (issuer %s)", ShownText.name(name), ShownText.name(of)))
        .orElseGet(() -> ShownText.of("%s (no issuer)", ShownText.name(name)));
  }

  /** Names in their order. */
  static ShownText names(Collection<String> names) {
    if (names.isEmpty()) {
      return ShownText.ours("nobody");
    }
    List<ShownText> shown =
        new ArrayList<>(names.stream().limit(LISTED_MAX).map(ShownText::name).toList());
    if (names.size() > LISTED_MAX) {
      shown.add(more(names.size() - LISTED_MAX, names));
    }
    return ShownText.joined(", ", shown);
  }

  /** That there are more of something, told apart from others by the digest of all. */
  static ShownText more(int count, Collection<?> all) {
    StringBuilder text = new StringBuilder();
    all.forEach(one -> text.append(one.toString().length()).append(':').append(one).append('\n'));
    return ShownText.left(
        "and %d more (SHA-256 of all %d: %s)"
            .formatted(count, all.size(), Digests.shown(text.toString())));
  }

  static ShownText time(Instant at) {
    return ShownText.ours(at.equals(Instant.MAX) ? "never" : TIME.format(at));
  }

  /** A time and how far off it is. */
  static ShownText time(Instant at, Instant now) {
    if (at.isBefore(now)) {
      return ShownText.of("%s (%s ago)", time(at), duration(Duration.between(at, now)));
    }
    return ShownText.of("%s (in %s)", time(at), duration(Duration.between(now, at)));
  }

  /** The two largest units of it. */
  static ShownText duration(Duration length) {
    List<String> units = new ArrayList<>();
    unit(units, length.toDaysPart(), "d");
    unit(units, length.toHoursPart(), "h");
    unit(units, length.toMinutesPart(), "min");
    unit(units, length.toSecondsPart(), "s");
    return ShownText.ours(
        units.isEmpty()
            ? "less than 1 s"
            : String.join(" ", units.subList(0, Math.min(2, units.size()))));
  }

  private static void unit(List<String> units, long count, String unit) {
    if (count > 0) {
      units.add(count + " " + unit);
    }
  }
}
