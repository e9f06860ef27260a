package dev.gatehouse.gateway.views;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.export.EntryGroup;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One object a line, one line an exchange: the cells of its row, and all its entries.
 *
 * <p>Shape: {@code {"time":"…","kind":"exchange",…,"log":[{"index":12,…},…]}}; the entries are as
 * {@link EntryJson} writes them, whole.
 */
final class JsonLinesView implements View {
  private final OutputStream out;

  JsonLinesView(OutputStream out) {
    this.out = out;
  }

  @Override
  public void add(Row row, EntryGroup group) throws IOException, RecordingException {
    StringBuilder line = new StringBuilder("{");
    for (Column column : Column.values()) {
      String cell = row.cell(column);
      boolean spelled = column == Column.ARGUMENTS || column == Column.RESULT;
      if (!cell.isEmpty() && !spelled) {
        line.append(JsonStrings.quote(column.title())).append(':');
        line.append(isNumber(column) ? cell : JsonStrings.quote(cell)).append(',');
      }
    }
    write(line.append("\"log\":[").toString());
    String separator = "";
    for (long index : group.indexes()) {
      write(separator + EntryJson.of(group.entry(index)));
      separator = ",";
    }
    write("]}\n");
  }

  private static boolean isNumber(Column column) {
    return switch (column) {
      case ENTRIES, FIRST_ENTRY, LAST_ENTRY, DURATION -> true;
      case TIME,
          KIND,
          PRINCIPAL,
          CLIENT,
          SESSION,
          UPSTREAM,
          TOOL,
          METHOD,
          DECISION,
          RULES,
          OUTCOME,
          MASKED,
          ARGUMENTS,
          RESULT,
          ERASED,
          EXCHANGE,
          FIRST_LEAF,
          LAST_LEAF ->
          false;
    };
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
  }

  @Override
  public void end(long rows) {}
}
