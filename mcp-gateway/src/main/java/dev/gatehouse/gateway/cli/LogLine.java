package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.views.EntryFilter;
import dev.gatehouse.gateway.views.Statement;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** One entry as one line. */
final class LogLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private LogLine() {}

  /**
   * For people.
   *
   * <p>Shape: {@code 12 2026-11-23 01:23:45.123Z request permit crm__find alice rule `x`}.
   */
  static String text(Terminal terminal, StoredEntry entry) {
    String kind = "%-9s".formatted(entry.kind().wireName());
    String decision = entry.decision().orElse("");
    Optional<String> subject = EntryFilter.toolOf(entry).or(entry::method);
    List<String> words = new ArrayList<>();
    words.add(terminal.paint(Paint.FAINT, "%6d %s".formatted(entry.index(), time(entry))));
    words.add(kind);
    words.add(terminal.paint(paint(decision), "%-9s".formatted(decision)));
    words.add(terminal.paint(Paint.BOLD, subject.orElse("")));
    EntryFilter.principalOf(entry).map(Terminal::oneLine).ifPresent(words::add);
    Statement.of(entry, PartName.POL)
        .map(LogLine::because)
        .map(Terminal::oneLine)
        .ifPresent(words::add);
    return String.join(" ", words).stripTrailing();
  }

  private static String time(StoredEntry entry) {
    return TIME.format(entry.time());
  }

  private static String because(Statement policy) {
    StringJoiner text = new StringJoiner(", ");
    policy
        .text("rule")
        .filter(rule -> !rule.equals("protocol"))
        .ifPresent(rule -> text.add("rule `" + rule + "`"));
    Map<String, Long> masked = policy.object("masked").map(Statement::counts).orElse(Map.of());
    if (!masked.isEmpty()) {
      StringJoiner counts = new StringJoiner(", ", "masked ", "");
      masked.forEach((what, count) -> counts.add(count + " " + what));
      text.add(counts.toString());
    }
    policy.observed().forEach(text::add);
    policy.number("micros").ifPresent(micros -> text.add(millis(micros)));
    return text.toString();
  }

  /** The decision of a statement, the rule behind it, and what was masked. */
  static String decision(Statement statement) {
    String because = because(statement);
    return statement.text("decision").orElse("") + (because.isEmpty() ? "" : ", " + because);
  }

  private static String millis(long micros) {
    return "%.1f ms".formatted(micros / 1000.0);
  }

  private static Paint paint(String word) {
    return switch (word) {
      case "permit", "ok" -> Paint.GREEN;
      case "throttle", "hold" -> Paint.YELLOW;
      default -> Paint.RED;
    };
  }
}
