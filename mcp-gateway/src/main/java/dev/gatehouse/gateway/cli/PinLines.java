package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.cli.Terminal.Paint;
import dev.gatehouse.gateway.custody.Answer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;

/** Pins as lines for people. */
final class PinLines {
  /** Of a digest: enough to tell definitions apart. */
  private static final int DIGEST_CHARACTERS = 12;

  private static final List<String> HEADINGS = List.of("UPSTREAM", "TOOL", "STATE", "SINCE");

  private PinLines() {}

  /** The tools of an answer. */
  static List<JsonObject> tools(Answer answer) {
    return answer.rows().stream().filter(row -> row.containsKey("tool")).toList();
  }

  /** Whether its upstream gives something else than what was accepted. */
  static boolean differs(JsonObject row) {
    return !row.getString("found", "").isEmpty();
  }

  /** A table: what stands first in it differs from what was accepted. */
  static void print(Terminal terminal, List<JsonObject> rows) {
    List<String> columns = List.of("upstream", "tool", "state", "since");
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      String column = columns.get(i);
      int widest = rows.stream().mapToInt(row -> cell(row, column).length()).max().orElse(0);
      widths[i] = Math.max(HEADINGS.get(i).length(), widest);
    }
    StringBuilder heading = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      heading.append(("%-" + widths[i] + "s  ").formatted(HEADINGS.get(i)));
    }
    terminal.out().println(terminal.paint(Paint.FAINT, heading + "DIGEST"));
    rows.stream().filter(PinLines::differs).forEach(row -> line(terminal, row, columns, widths));
    rows.stream().filter(row -> !differs(row)).forEach(row -> line(terminal, row, columns, widths));
  }

  private static void line(Terminal terminal, JsonObject row, List<String> columns, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String text = ("%-" + widths[i] + "s").formatted(cell(row, columns.get(i)));
      boolean isState = columns.get(i).equals("state");
      line.append(isState ? terminal.paint(paint(row), text) : text).append("  ");
    }
    terminal.out().println(line + digests(row));
  }

  private static String cell(JsonObject row, String column) {
    String text = Terminal.oneLine(row.getString(column, ""));
    boolean isNoted = column.equals("state") && row.getBoolean("keptBack", false);
    return isNoted ? text + ", kept back" : text;
  }

  private static Paint paint(JsonObject row) {
    if (!differs(row)) {
      return Paint.GREEN;
    }
    return row.getBoolean("keptBack", false) ? Paint.RED : Paint.YELLOW;
  }

  private static String digests(JsonObject row) {
    String accepted = shortened(row.getString("accepted", ""));
    String found = shortened(row.getString("found", ""));
    return found.isEmpty() ? accepted : (accepted.isEmpty() ? "none" : accepted) + " -> " + found;
  }

  /** The beginning of a digest. */
  static String shortened(String digest) {
    return digest.substring(0, Math.min(DIGEST_CHARACTERS, digest.length()));
  }

  /** What differs in one tool. */
  static void printDiff(Terminal terminal, JsonObject row) {
    String upstream = row.getString("upstream", "");
    String tool = Terminal.oneLine(row.getString("tool", ""));
    String head = upstream + " " + tool + ": " + cell(row, "state") + ", " + digests(row);
    terminal.out().println(terminal.paint(Paint.BOLD, head));
    if (row.containsKey("diff")) {
      row.getJsonArray("diff").getValuesAs(JsonString.class).stream()
          .map(JsonString::getString)
          .map(Terminal::printable)
          .forEach(line -> terminal.out().println(painted(terminal, line)));
    }
    if (differs(row)) {
      terminal
          .out()
          .println(
              terminal.paint(
                  Paint.FAINT,
                  "to accept it: gatehouse pins accept "
                      + upstream
                      + " "
                      + tool
                      + " --digest "
                      + shortened(row.getString("found", ""))));
    }
  }

  private static String painted(Terminal terminal, String line) {
    if (line.startsWith("  - ")) {
      return terminal.paint(Paint.RED, line);
    }
    return line.startsWith("  + ") ? terminal.paint(Paint.GREEN, line) : line;
  }
}
