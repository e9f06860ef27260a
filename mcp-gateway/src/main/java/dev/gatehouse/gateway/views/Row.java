package dev.gatehouse.gateway.views;

import dev.gatehouse.recordings.EntryKind;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.export.EntryGroup;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * One exchange, or one entry that is in none, in the words of who reads it. Immutable.
 *
 * <p>Units and ranges: the time is UTC in milliseconds, the duration in milliseconds with three
 * digits behind the point; what is unknown is empty.
 */
final class Row {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Map<Column, String> cells = new EnumMap<>(Column.class);

  private Row() {}

  /** The row of {@code group}, its texts cut to {@code charsMax} characters each. */
  static Row of(EntryGroup group, int charsMax) throws RecordingException {
    StoredEntry first = group.entry(group.indexes().getFirst());
    StoredEntry last = group.entry(group.indexes().getLast());
    Row row = new Row();
    row.put(Column.TIME, TIME.format(first.time()));
    row.put(Column.KIND, group.exchange().isPresent() ? "exchange" : first.kind().wireName());
    row.put(Column.EXCHANGE, first.exchange());
    row.put(Column.UPSTREAM, first.upstream());
    row.put(Column.TOOL, EntryFilter.toolOf(first));
    row.put(Column.METHOD, first.method());
    row.put(Column.ENTRIES, Integer.toString(group.indexes().size()));
    row.put(Column.FIRST_ENTRY, Long.toString(first.index()));
    row.put(Column.FIRST_LEAF, first.leafHash().toString());
    row.putActor(first);
    row.putDecision(first);
    boolean answered = group.exchange().isPresent() && group.closed();
    if (answered) {
      row.putDecision(last);
      row.put(Column.DECISION, first.decision());
      row.put(
          Column.OUTCOME,
          last.kind() == EntryKind.RESPONSE ? last.decision().orElse("") : "unknown");
      row.put(Column.LAST_ENTRY, Long.toString(last.index()));
      row.put(Column.LAST_LEAF, last.leafHash().toString());
      row.put(Column.RESULT, Cut.of(Messages.result(last), charsMax));
    } else if (group.exchange().isPresent()) {
      row.put(Column.OUTCOME, "open");
    } else {
      row.put(Column.DECISION, first.decision());
      row.put(Column.RESULT, Cut.of(Messages.content(first), charsMax));
    }
    if (group.exchange().isPresent()) {
      row.put(Column.ARGUMENTS, Cut.of(Messages.arguments(first), charsMax));
    }
    row.put(Column.ERASED, erased(group));
    return row;
  }

  private void putActor(StoredEntry entry) {
    Statement.of(entry, PartName.ACTOR)
        .ifPresent(
            actor -> {
              put(Column.PRINCIPAL, actor.text("principal"));
              put(Column.CLIENT, actor.text("client"));
            });
    Statement.of(entry, PartName.CTX)
        .ifPresent(context -> put(Column.SESSION, context.text("session")));
  }

  private void putDecision(StoredEntry entry) {
    put(Column.DECISION, entry.decision());
    Statement.of(entry, PartName.POL)
        .ifPresent(
            policy -> {
              put(Column.RULES, policy.rules());
              StringJoiner masked = new StringJoiner(", ");
              policy
                  .object("masked")
                  .map(Statement::counts)
                  .orElse(Map.of())
                  .forEach((what, count) -> masked.add(what + " " + count));
              put(Column.MASKED, masked.toString());
              policy
                  .number("micros")
                  .ifPresent(
                      micros ->
                          put(Column.DURATION, "%d.%03d".formatted(micros / 1000, micros % 1000)));
            });
  }

  /** Which entries lost their parts, and by which entry. */
  private static String erased(EntryGroup group) throws RecordingException {
    TreeSet<Long> by = new TreeSet<>();
    boolean missing = false;
    for (long index : group.indexes()) {
      StoredEntry entry = group.entry(index);
      Optional<Long> erasure = group.erasedBy(entry);
      erasure.ifPresent(by::add);
      missing |= erasure.isEmpty() && !entry.disclosable();
    }
    StringJoiner text = new StringJoiner(", ");
    by.forEach(index -> text.add("erased by entry " + index));
    if (missing) {
      text.add("missing");
    }
    return text.toString();
  }

  private void put(Column column, String text) {
    cells.put(column, text);
  }

  private void put(Column column, Optional<String> text) {
    text.ifPresent(found -> cells.put(column, found));
  }

  /** What it says there; empty where nothing is known. */
  String cell(Column column) {
    return cells.getOrDefault(column, "");
  }
}
