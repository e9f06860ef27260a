package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.LostValue;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.policies.mask.PathPattern;
import dev.gatehouse.policies.sql.SqlBounds;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps calls whose SQL is not within bounds.
 *
 * @param in where the SQL stands in the arguments: texts, or lists of texts
 */
record SqlGuard(PathPattern in, SqlBounds bounds) {
  /** Each is parsed: more in one call only cost time. */
  private static final int TEXTS_MAX = 10;

  /** Why this call is kept; it holds no literal value of the call. */
  Optional<String> violation(Facts facts) {
    JsonObject arguments;
    try {
      arguments = facts.arguments().get();
    } catch (RuntimeException _) {
      return Optional.of("the call's arguments cannot be read");
    }
    return violation(arguments);
  }

  /** Why the call is kept; it holds no literal value of the call. */
  Optional<String> violation(JsonObject arguments) {
    List<JsonValue> found = new ArrayList<>();
    find(arguments, Path.root(), found);
    if (found.isEmpty()) {
      return Optional.of("the call has no SQL where the policy looks for it");
    }
    if (found.size() > TEXTS_MAX) {
      return Optional.of("more than " + TEXTS_MAX + " texts of SQL in one call");
    }
    for (JsonValue value : found) {
      Optional<String> violation =
          value instanceof JsonString text
              ? bounds.violation(text.getString())
              : Optional.of("the SQL is no text");
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  /** Whether something of the SQL is not known any more. */
  boolean isLost(JsonObject arguments) {
    List<JsonValue> found = new ArrayList<>();
    find(arguments, Path.root(), found);
    return found.contains(LostValue.LOST);
  }

  private void find(JsonValue value, Path path, List<JsonValue> found) {
    if (found.size() > TEXTS_MAX) {
      return;
    }
    if (in.selects(path)) {
      if (value.getValueType() == JsonValue.ValueType.ARRAY) {
        value.asJsonArray().stream().limit(TEXTS_MAX + 1L).forEach(found::add);
      } else {
        found.add(value);
      }
    } else if (value.getValueType() == JsonValue.ValueType.OBJECT) {
      for (Map.Entry<String, JsonValue> member : value.asJsonObject().entrySet()) {
        find(member.getValue(), path.key(member.getKey()), found);
      }
    } else if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      int index = 0;
      for (JsonValue element : value.asJsonArray()) {
        find(element, path.index(index++), found);
      }
    }
  }
}
