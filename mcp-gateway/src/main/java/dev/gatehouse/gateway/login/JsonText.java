package dev.gatehouse.gateway.login;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads JSON of others. */
final class JsonText {
  private JsonText() {}

  /** An object; nothing where the text is none. */
  static Optional<JsonObject> object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | ClassCastException _) {
      return Optional.empty();
    }
  }

  /** A text that is not empty. */
  static Optional<String> text(JsonObject object, String member) {
    return object.get(member) instanceof JsonString text && !text.getString().isEmpty()
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** The texts of a list; none where it is no list. */
  static List<String> texts(JsonObject object, String member) {
    return object.get(member) instanceof JsonArray array
        ? array.stream()
            .filter(JsonString.class::isInstance)
            .map(text -> ((JsonString) text).getString())
            .toList()
        : List.of();
  }

  /** A whole number that is not negative. */
  static OptionalLong number(JsonObject object, String member) {
    return object.get(member) instanceof JsonNumber number && number.doubleValue() >= 0
        ? OptionalLong.of((long) number.doubleValue())
        : OptionalLong.empty();
  }
}
