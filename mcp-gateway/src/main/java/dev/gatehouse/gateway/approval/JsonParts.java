package dev.gatehouse.gateway.approval;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Members of the JSON that rows are written in. */
final class JsonParts {
  private JsonParts() {}

  static JsonObject read(String text) {
    try (JsonReader reader = Provider.JSON.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  /** The text, with half pairs as escapes: bare ones have no UTF-8. */
  static String written(JsonValue value) {
    String text = value.toString();
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                escaped.append("\\u%04x".formatted(point));
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  static <T> JsonArrayBuilder array(Collection<T> items, Function<T, ? extends JsonValue> item) {
    JsonArrayBuilder array = Provider.JSON.createArrayBuilder();
    items.forEach(each -> array.add(item.apply(each)));
    return array;
  }

  static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> item) {
    return json.getJsonArray(name).getValuesAs(JsonObject.class).stream().map(item).toList();
  }

  static List<String> texts(JsonObject json, String name) {
    JsonArray array = json.getJsonArray(name);
    return array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
  }

  static void put(JsonObjectBuilder json, String name, Optional<String> text) {
    text.ifPresent(it -> json.add(name, it));
  }

  static Optional<String> text(JsonObject json, String name) {
    return json.containsKey(name) ? Optional.of(json.getString(name)) : Optional.empty();
  }

  static Optional<JsonObject> object(JsonObject json, String name) {
    return json.containsKey(name) ? Optional.of(json.getJsonObject(name)) : Optional.empty();
  }

  static Instant instant(JsonObject json, String name) {
    return Instant.parse(json.getString(name));
  }
}
