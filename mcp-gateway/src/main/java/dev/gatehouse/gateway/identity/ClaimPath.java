package dev.gatehouse.gateway.identity;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Where in a token something stands: the name of a claim, or names of objects inside each other,
 * joined by dots. A claim whose own name has dots, as many that are addresses have, is found by its
 * whole name first.
 */
public record ClaimPath(String text) {
  public ClaimPath {
    if (text.isBlank()) {
      throw new IllegalArgumentException("expected the name of a claim");
    }
  }

  /** What stands there, if it is a text that is not blank, or a whole number. */
  public Optional<String> text(JsonObject claims) {
    return find(claims, text).flatMap(ClaimPath::word);
  }

  /** What stands there: the texts of a list, or one text as a list of one. */
  public List<String> texts(JsonObject claims) {
    Optional<JsonValue> found = find(claims, text);
    return found.isPresent() && found.get().getValueType() == JsonValue.ValueType.ARRAY
        ? found.get().asJsonArray().stream().flatMap(each -> word(each).stream()).toList()
        : found.flatMap(ClaimPath::word).stream().toList();
  }

  /** The same, for a text that is a list itself, with blanks between. */
  List<String> words(JsonObject claims) {
    return texts(claims).stream()
        .flatMap(each -> List.of(each.strip().split(" +")).stream())
        .toList();
  }

  private static Optional<String> word(JsonValue value) {
    if (value instanceof JsonString string && !string.getString().isBlank()) {
      return Optional.of(string.getString());
    }
    return value instanceof JsonNumber number && number.isIntegral()
        ? Optional.of(number.toString())
        : Optional.empty();
  }

  private static Optional<JsonValue> find(JsonObject object, String path) {
    JsonValue whole = object.get(path);
    if (whole != null) {
      return Optional.of(whole);
    }
    int dot = path.indexOf('.');
    return dot > 0 && object.get(path.substring(0, dot)) instanceof JsonObject inner
        ? find(inner, path.substring(dot + 1))
        : Optional.empty();
  }
}
