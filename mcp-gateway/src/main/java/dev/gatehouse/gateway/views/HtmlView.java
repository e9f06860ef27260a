package dev.gatehouse.gateway.views;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.views.ViewFormat.About;
import dev.gatehouse.recordings.export.EntryGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.StringJoiner;

/**
 * One page, with all that it needs in it: no script, and nothing that is fetched.
 *
 * <p>Guarantee: whatever was recorded stands in it as text. The page's own policy (CSP) forbids
 * everything but its style, should a text ever get out of its place.
 */
final class HtmlView implements View {
  private static final List<Column> DETAILS =
      List.of(
          Column.SESSION,
          Column.METHOD,
          Column.RULES,
          Column.EXCHANGE,
          Column.ENTRIES,
          Column.FIRST_ENTRY,
          Column.FIRST_LEAF,
          Column.LAST_ENTRY,
          Column.LAST_LEAF);

  private final OutputStream out;
  private final String[] page;

  HtmlView(OutputStream out, About about) throws IOException {
    this.out = out;
    this.page = template().split("@rows@", 2);
    write(
        page[0]
            .replace("@origin@", escape(about.covered().origin()))
            .replace("@size@", Long.toString(about.covered().size()))
            .replace("@root@", escape(about.covered().root()))
            .replace("@key@", escape(about.covered().key()))
            .replace("@filter@", escape(about.filter())));
  }

  private static String template() throws IOException {
    try (InputStream text = HtmlView.class.getResourceAsStream("view.html")) {
      if (text == null) {
        throw new IllegalStateException("`view.html` is missing from the program");
      }
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  @Override
  public void add(Row row, EntryGroup group) throws IOException {
    StringBuilder html = new StringBuilder(1024);
    html.append("<tr><td data-title=\"time\">").append(cell(row, Column.TIME));
    html.append("</td><td data-title=\"who\">").append(both(row, Column.PRINCIPAL, Column.CLIENT));
    html.append("</td><td data-title=\"what\">");
    String tool = row.cell(Column.TOOL).isEmpty() ? row.cell(Column.METHOD) : row.cell(Column.TOOL);
    String kind = row.cell(Column.KIND).equals("exchange") ? "" : row.cell(Column.KIND) + " ";
    html.append(escape(kind + tool));
    html.append("</td><td data-title=\"decision\" class=\"").append(paint(row)).append("\">");
    html.append(cell(row, Column.DECISION));
    html.append("</td><td data-title=\"outcome\">").append(outcome(row));
    html.append("</td><td class=\"wide\">");
    fold(html, "arguments", row.cell(Column.ARGUMENTS));
    fold(html, "result", row.cell(Column.RESULT));
    StringJoiner evidence = new StringJoiner("\n");
    for (Column column : DETAILS) {
      if (!row.cell(column).isEmpty()) {
        evidence.add(column.title() + ": " + row.cell(column));
      }
    }
    fold(html, "evidence", evidence.toString());
    write(html.append("</td></tr>\n").toString());
  }

  private static String cell(Row row, Column column) {
    return escape(row.cell(column));
  }

  private static String both(Row row, Column first, Column second) {
    String more = cell(row, second);
    return cell(row, first) + (more.isEmpty() ? "" : " <small>" + more + "</small>");
  }

  private static String outcome(Row row) {
    StringJoiner html = new StringJoiner(" ");
    html.add(cell(row, Column.OUTCOME));
    if (!row.cell(Column.DURATION).isEmpty()) {
      html.add("<small>" + cell(row, Column.DURATION) + " ms</small>");
    }
    if (!row.cell(Column.MASKED).isEmpty()) {
      html.add("<small>masked: " + cell(row, Column.MASKED) + "</small>");
    }
    if (!row.cell(Column.ERASED).isEmpty()) {
      html.add("<strong>" + cell(row, Column.ERASED) + "</strong>");
    }
    return html.toString();
  }

  /** A class of the page's style, never a recorded text. */
  private static String paint(Row row) {
    return switch (row.cell(Column.DECISION)) {
      case "permit" -> "permit";
      case "refuse" -> "refuse";
      case "hold", "throttle" -> "hold";
      default -> "other";
    };
  }

  private static void fold(StringBuilder html, String title, String text) {
    if (!text.isEmpty()) {
      html.append("<details><summary>").append(title).append("</summary><pre>");
      html.append(escape(text)).append("</pre></details>");
    }
  }

  @Override
  public void end(long rows) throws IOException {
    write(page[1].replace("@count@", Long.toString(rows)));
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  /**
   * Text as it can stand between tags and in quoted attributes; what could turn round the order of
   * letters, or is no character, is shown by its number.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\n', '\t' -> escaped.append(c);
        default -> {
          if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            escaped.append("\\u%04x".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
