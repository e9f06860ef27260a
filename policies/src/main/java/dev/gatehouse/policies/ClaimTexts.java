package dev.gatehouse.policies;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** The values of claims as texts. */
final class ClaimTexts {
  /** Deeper than any issuer nests; bounds the ways through a name with many dots. */
  private static final int DEPTH_MAX = 8;

  private ClaimTexts() {}

  /**
   * The text of a claim, or those of its members if it is a list; none if there is no such claim or
   * it is an object.
   *
   * @param name a whole name is looked for first, because names may hold dots; then the way through
   *     objects, with the longest first step that leads on
   */
  static List<String> of(JsonObject claims, String name) {
    return of(claims, name, DEPTH_MAX);
  }

  private static List<String> of(JsonObject claims, String name, int depth) {
    JsonValue value = claims.get(name);
    if (value != null) {
      return texts(value);
    }
    for (int dot = name.lastIndexOf('.');
        dot > 0 && depth > 0;
        dot = name.lastIndexOf('.', dot - 1)) {
      if (claims.get(name.substring(0, dot)) instanceof JsonObject inner) {
        List<String> texts = of(inner, name.substring(dot + 1), depth - 1);
        if (!texts.isEmpty()) {
          return texts;
        }
      }
    }
    return List.of();
  }

  private static List<String> texts(JsonValue value) {
    return switch (value.getValueType()) {
      case ARRAY ->
          value.asJsonArray().stream().filter(ClaimTexts::isScalar).map(ClaimTexts::text).toList();
      case OBJECT, NULL -> List.of();
      case STRING, NUMBER, TRUE, FALSE -> List.of(text(value));
    };
  }

  private static boolean isScalar(JsonValue value) {
    return switch (value.getValueType()) {
      case ARRAY, OBJECT, NULL -> false;
      case STRING, NUMBER, TRUE, FALSE -> true;
    };
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }
}
