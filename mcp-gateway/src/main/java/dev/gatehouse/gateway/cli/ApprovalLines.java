package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.ApprovalOrder.Which;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Held calls as lines for people; nothing that a caller wrote makes a line of its own. */
final class ApprovalLines {
  /** Of a cell that strangers fill: enough to tell calls apart in a list. */
  private static final int CELL_CHARACTERS_MAX = 48;

  private static final String WORD = "[0-9A-Za-z]{1,64}";

  private static final String FORM = "%-26s  %-9s  %-20s  %-20s  %-32s  %s";

  private ApprovalLines() {}

  /** A line for each of a list. */
  static void print(Terminal terminal, List<JsonObject> rows, Which which) {
    if (rows.isEmpty()) {
      terminal.out().println(nothing(which));
      return;
    }
    String heading = FORM.formatted("ID", "STATE", "ASKED", "UNTIL", "FOR", "CALL");
    terminal.out().println(terminal.paint(Paint.FAINT, heading));
    for (JsonObject row : rows) {
      String state = row.getString("state", "");
      String line =
          FORM.formatted(
              cell(row.getString("id", "")),
              cell(state),
              seconds(row.getString("asked", "")),
              seconds(until(row, state)),
              cell(requester(row)),
              cell(row.getString("upstream", "") + " " + row.getString("name", "")));
      boolean isMarked = row.getBoolean("glassBroken", false);
      terminal.out().println(isMarked ? terminal.paint(Paint.RED, line + "  glass broken") : line);
    }
  }

  private static String nothing(Which which) {
    return switch (which) {
      case WAITING -> "nothing waits";
      case DECIDED -> "nothing was decided";
      case MINE -> "nothing was asked for in your name";
      case ALL -> "nothing was ever held";
    };
  }

  private static String until(JsonObject row, String state) {
    return switch (state) {
      case "pending" -> row.getString("decideBy", "");
      case "granted" -> row.getString("useBy", "");
      default -> "";
    };
  }

  private static String requester(JsonObject row) {
    JsonObject requester = object(row, "requester");
    String actors =
        array(requester, "actors").stream()
            .map(
                each ->
                    each instanceof JsonObject actor ? " by " + actor.getString("name", "") : "")
            .collect(Collectors.joining());
    return requester.getString("name", "") + actors;
  }

  /** Text of strangers in one cell of one line. */
  private static String cell(String text) {
    String line = Terminal.oneLine(text);
    return line.length() <= CELL_CHARACTERS_MAX
        ? line
        : line.substring(0, CELL_CHARACTERS_MAX - 1) + "…";
  }

  private static String seconds(String instant) {
    return cell(instant.replaceAll("\\.[0-9]+Z", "Z"));
  }

  /** All of one: as whoever renders it has laid it out, or for programs. */
  static void show(Terminal terminal, Answer answer, boolean json) {
    for (JsonObject row : answer.rows()) {
      if (json) {
        terminal.out().println(harmless(row));
      } else {
        array(row, "lines").stream()
            .map(each -> each instanceof JsonString text ? text.getString() : "")
            .map(ApprovalLines::line)
            .forEach(terminal.out()::println);
        next(row).ifPresent(line -> terminal.out().println(terminal.paint(Paint.FAINT, line)));
      }
    }
  }

  /** What to type to decide it; what is not of our making in it is of one word. */
  private static Optional<String> next(JsonObject row) {
    String id = row.getString("id", "");
    String seen = row.getString("seen", "");
    boolean waits = row.getString("state", "").equals("pending");
    return waits && id.matches(WORD) && seen.matches(WORD)
        ? Optional.of("to approve it: gatehouse approvals approve " + id + " --seen " + seen)
        : Optional.empty();
  }

  /** A line stays one, whatever is in it; its indent is kept. */
  private static String line(String text) {
    return Terminal.printable(text.replaceAll("\\R", " "));
  }

  /** What names the text that was shown. */
  static Optional<String> seen(Answer answer) {
    return answer.rows().stream()
        .map(row -> row.getString("seen", ""))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  /** What came of an order. */
  static void done(Terminal terminal, Answer answer, boolean json) {
    if (json) {
      answer.rows().stream().map(ApprovalLines::harmless).forEach(terminal.out()::println);
    } else {
      terminal.out().println(Terminal.oneLine(answer.text()));
    }
  }

  /** Who is away. */
  static void printDelegations(Terminal terminal, List<JsonObject> rows) {
    if (rows.isEmpty()) {
      terminal.out().println("nobody is away");
      return;
    }
    String form = "%-32s  %-32s  %-20s  %s";
    terminal
        .out()
        .println(
            terminal.paint(Paint.FAINT, form.formatted("AWAY", "STANDS IN", "UNTIL", "GROUPS")));
    for (JsonObject row : rows) {
      String groups =
          array(row, "groups").stream()
              .map(each -> each instanceof JsonString text ? text.getString() : "")
              .collect(Collectors.joining(" "));
      terminal
          .out()
          .println(
              form.formatted(
                  cell(object(row, "person").getString("name", "")),
                  cell(row.getString("standIn", "")),
                  seconds(row.getString("until", "")),
                  Terminal.oneLine(groups)));
    }
  }

  private static JsonObject object(JsonObject row, String member) {
    return row.get(member) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static JsonArray array(JsonObject row, String member) {
    return row.get(member) instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }

  /** The same JSON in one line, with what could steer a terminal as escapes. */
  static String harmless(JsonObject row) {
    StringBuilder text = new StringBuilder();
    row.toString()
        .chars()
        .forEach(
            c -> {
              if (isPlain((char) c)) {
                text.append((char) c);
              } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
