package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The cells of some columns of a table that is written in a text: comma, semicolon or tab separated
 * (RFC 4180), or with bars between cells, as in Markdown and on terminals.
 *
 * <p>Linear: a line is a heading of at most one table, and each table ends at an empty line.
 */
final class CsvText {
  /** A heading is no longer than that; the columns of longer ones are not known. */
  private static final int HEADING_CHARACTERS_MAX = 10_000;

  private static final String DELIMITERS = ",;\t|";

  private final String text;
  private final Predicate<String> isMeant;
  private final List<Cuts.Span> found = new ArrayList<>();
  private final List<Cuts.Span> cells = new ArrayList<>();
  private int at;

  private CsvText(String text, Predicate<String> isMeant) {
    this.text = text;
    this.isMeant = isMeant;
  }

  /** The places of the cells, without what is around them, in columns with such headings. */
  static List<Cuts.Span> cells(String text, Predicate<String> isMeant) {
    CsvText csv = new CsvText(text, isMeant);
    while (csv.at < text.length()) {
      csv.table();
    }
    return csv.found;
  }

  /** Passes one line, and if it is the heading of a table, the table. */
  private void table() {
    int end = lineEnd(at);
    String line = text.substring(at, end);
    boolean isMentioned = end < text.length() && line.length() <= HEADING_CHARACTERS_MAX;
    int start = at;
    for (int i = 0; isMentioned && i < DELIMITERS.length(); i++) {
      char delimiter = DELIMITERS.charAt(i);
      boolean isOnly = i == 0 && isMeant.test(line.strip());
      if (isOnly || line.indexOf(delimiter) >= 0) {
        at = start;
        row(delimiter);
        List<Integer> columns = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
          if (isMeant.test(value(cells.get(c)))) {
            columns.add(c);
          }
        }
        if (!columns.isEmpty()) {
          rows(delimiter, columns);
          return;
        }
      }
    }
    at = Math.min(end + 1, text.length());
  }

  private void rows(char delimiter, List<Integer> columns) {
    while (at < text.length() && !text.substring(at, lineEnd(at)).isBlank()) {
      row(delimiter);
      for (int column : columns) {
        if (column < cells.size() && !isRule(cells.get(column))) {
          found.add(cells.get(column));
        }
      }
    }
  }

  /** Reads the cells of one row, and passes it. */
  private void row(char delimiter) {
    cells.clear();
    do {
      at += cells.isEmpty() ? 0 : 1;
      cell(delimiter);
    } while (at < text.length() && text.charAt(at) == delimiter);
    at = Math.min(lineEnd(at) + 1, text.length());
  }

  private void cell(char delimiter) {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int start = at;
    boolean isQuoted = at < text.length() && text.charAt(at) == '"';
    if (isQuoted) {
      at++;
      while (at < text.length()
          && (text.charAt(at) != '"' || (at + 1 < text.length() && text.charAt(at + 1) == '"'))) {
        at += text.charAt(at) == '"' ? 2 : 1;
      }
      int end = Math.min(at, text.length());
      cells.add(new Cuts.Span(start + 1, Math.max(start + 1, end)));
      while (at < text.length() && text.charAt(at) != delimiter && text.charAt(at) != '\n') {
        at++;
      }
      return;
    }
    while (at < text.length() && text.charAt(at) != delimiter && text.charAt(at) != '\n') {
      at++;
    }
    int end = at;
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    cells.add(new Cuts.Span(start, end));
  }

  private String value(Cuts.Span cell) {
    return text.substring(cell.start(), cell.end());
  }

  /** Whether this is nothing, or a line between heading and rows. */
  private boolean isRule(Cuts.Span cell) {
    return value(cell).chars().allMatch(c -> c == '-' || c == ':' || c == '+' || c == '=');
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }
}
