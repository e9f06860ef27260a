package dev.gatehouse.gateway.custody;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * What came of an order.
 *
 * <p>Shape: {@code {"done":true,"text":"…","rows":[{…}]}}.
 *
 * @param done whether it was carried out
 * @param text what to tell whoever gave it, in one line
 * @param rows what was asked for, where that is more than a line
 */
public record Answer(boolean done, String text, List<JsonObject> rows) {
  public Answer {
    rows = List.copyOf(rows);
  }

  /** An answer that is a line. */
  public Answer(boolean done, String text) {
    this(done, text, List.of());
  }

  /** The answer as JSON. */
  public JsonObject json() {
    JsonArrayBuilder array = Json.createArrayBuilder();
    rows.forEach(array::add);
    return Json.createObjectBuilder()
        .add("done", done)
        .add("text", text)
        .add("rows", array)
        .build();
  }

  /** Reads what {@link #json} wrote. */
  public static Answer of(JsonObject json) {
    JsonArray rows =
        Optional.ofNullable(json.getJsonArray("rows")).orElse(JsonValue.EMPTY_JSON_ARRAY);
    return new Answer(
        json.getBoolean("done", false),
        json.getString("text", ""),
        rows.getValuesAs(JsonObject.class));
  }

  /** Without the rows, only how many: what was hidden must not reach a log line by accident. */
  @Override
  public String toString() {
    return "Answer[done=%s, text=%s, rows=%d]".formatted(done, text, rows.size());
  }
}
