package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.views.EntryFilter;
import dev.gatehouse.recordings.EntryKind;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that say which entries are wanted. */
final class FilterOptions {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Not before this moment, or this day by UTC: 2026-11-23, 2026-11-23T09:30+01:00.")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Before this moment, or until the end of this day by UTC.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--principal", paramLabel = "NAME", description = "Only calls of this caller.")
  private Optional<String> principal = Optional.empty();

  @Option(names = "--tool", paramLabel = "GLOB", description = "Only tools like this.")
  private Optional<String> tool = Optional.empty();

  @Option(names = "--upstream", paramLabel = "NAME", description = "Only calls to this upstream.")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--decision",
      paramLabel = "WORD",
      description = "Only this decision or outcome, such as permit, refuse, throttle.")
  private Optional<String> decision = Optional.empty();

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "Only calls in this MCP session, by its id or the digest that is recorded.")
  private Optional<String> session = Optional.empty();

  @Option(names = "--exchange", paramLabel = "ID", description = "Only this exchange.")
  private Optional<String> exchange = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only entries of this kind, such as request, response, admin.")
  private Optional<String> kind = Optional.empty();

  /**
   * What they ask for.
   *
   * @throws IllegalArgumentException where a time or a kind is none
   */
  EntryFilter filter() {
    return new EntryFilter(
        since.map(text -> moment("--since", text, 0)),
        until.map(text -> moment("--until", text, 1)),
        tool,
        upstream,
        principal,
        decision,
        session,
        exchange,
        kind.map(FilterOptions::kind));
  }

  private static Instant moment(String option, String text, int daysAfter) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).plusDays(daysAfter).atStartOfDay(ZoneOffset.UTC).toInstant()
          : ZonedDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s `%s` expected to be like 2026-11-23, 2026-11-23T08:30:00Z or 2026-11-23T09:30+01:00"
              .formatted(option, text),
          e);
    }
  }

  private static EntryKind kind(String name) {
    List<String> kinds = Arrays.stream(EntryKind.values()).map(EntryKind::wireName).toList();
    if (!kinds.contains(name)) {
      throw new IllegalArgumentException(
          "no kind `" + name + "`; expected one of " + String.join(", ", kinds));
    }
    return EntryKind.ofWireName(name);
  }

  /**
   * Those that were given, by their names: with the digest of a session, for whoever learned its id
   * from the log could speak in it.
   */
  Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    since.ifPresent(text -> given.put("since", text));
    until.ifPresent(text -> given.put("until", text));
    principal.ifPresent(text -> given.put("principal", text));
    tool.ifPresent(text -> given.put("tool", text));
    upstream.ifPresent(text -> given.put("upstream", text));
    decision.ifPresent(text -> given.put("decision", text));
    session.ifPresent(id -> given.put("session", EntryFilter.recordedSession(id)));
    exchange.ifPresent(text -> given.put("exchange", text));
    kind.ifPresent(text -> given.put("kind", text));
    return given;
  }

  /** Says which were given, for the entry that records that somebody reads. */
  void addTo(JsonObjectBuilder asked) {
    given().forEach(asked::add);
  }
}
