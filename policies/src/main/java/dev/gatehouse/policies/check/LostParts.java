package dev.gatehouse.policies.check;

import dev.gatehouse.policies.condition.LostValue;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.Marks;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells which parts of a message masks took before it was recorded.
 *
 * @param counts how much they hid, by label
 * @param isPlaced whether a mark stands for each of them, so that all the rest is as it was
 */
record LostParts(Map<String, Integer> counts, boolean isPlaced) {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  static LostParts of(List<Leaf> leaves, Map<String, Integer> counts) {
    Map<String, Integer> marks = Marks.in(leaves, counts.keySet());
    return new LostParts(
        counts,
        counts.entrySet().stream()
            .allMatch(count -> marks.getOrDefault(count.getKey(), 0) >= count.getValue()));
  }

  /** Whether nothing was hidden. */
  boolean isNone() {
    return counts.isEmpty();
  }

  /** The object without what was hidden in it. */
  JsonObject without(JsonObject object) {
    return isNone() ? object : object(object, counts.keySet());
  }

  /** The value without what was hidden in it. */
  JsonValue without(JsonValue value) {
    return isNone() ? value : value(value, counts.keySet());
  }

  private static JsonObject object(JsonObject object, Set<String> labels) {
    JsonObjectBuilder all = JSON.createObjectBuilder();
    object.forEach((name, member) -> all.add(name, value(member, labels)));
    return all.build();
  }

  private static JsonValue value(JsonValue value, Set<String> labels) {
    return switch (value.getValueType()) {
      case OBJECT -> object(value.asJsonObject(), labels);
      case ARRAY -> {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        value.asJsonArray().forEach(element -> all.add(value(element, labels)));
        yield all.build();
      }
      case STRING ->
          Marks.in(((JsonString) value).getString(), labels).isEmpty() ? value : LostValue.LOST;
      case NUMBER, TRUE, FALSE, NULL -> value;
    };
  }
}
