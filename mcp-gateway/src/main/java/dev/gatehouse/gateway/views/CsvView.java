package dev.gatehouse.gateway.views;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.export.EntryGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A table, one row an exchange, with a line of titles above.
 *
 * <p>Shape: UTF-8; lines end in CR LF; a cell with a comma, a quote or a line break stands in
 * quotes, its quotes doubled. A cell that a spreadsheet would take for a formula, for it begins
 * with {@code = + - @}, gets a {@code '} before it; characters that a cell cannot hold are U+FFFD.
 * Source: RFC 4180.
 */
final class CsvView implements View {
  /** Spreadsheets take the wide ones for formulas too. */
  private static final String FORMULA = "=+-@＝＋－＠";

  private final OutputStream out;

  CsvView(OutputStream out) throws IOException {
    this.out = out;
    line(Arrays.stream(Column.values()).map(Column::title).collect(Collectors.joining(",")));
  }

  @Override
  public void add(Row row, EntryGroup group) throws IOException {
    line(
        Arrays.stream(Column.values())
            .map(column -> cell(row.cell(column)))
            .collect(Collectors.joining(",")));
  }

  @Override
  public void end(long rows) {}

  private void line(String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
  }

  /** One cell as it stands in the file. */
  static String cell(String text) {
    StringBuilder cell = new StringBuilder(text.length() + 8);
    if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
      cell.append('\'');
    }
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case ',', '\r', '\n' -> {
          quoted = true;
          cell.append(c);
        }
        case '"' -> {
          quoted = true;
          cell.append("\"\"");
        }
        default -> cell.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return quoted ? "\"" + cell + "\"" : cell.toString();
  }
}
