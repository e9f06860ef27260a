package dev.gatehouse.gateway.channels;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.Optional;

/**
 * What one channel is to be told, ready to go out on it.
 *
 * @param line the same in one line, for where many are gathered
 * @param content in the form of the channel
 */
record Message(String line, String content) {
  String json() {
    return Json.createArrayBuilder().add(line).add(content).build().toString();
  }

  static Optional<Message> of(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonArray parts = reader.readArray();
      return Optional.of(new Message(parts.getString(0), parts.getString(1)));
    } catch (JsonException | IndexOutOfBoundsException | ClassCastException _) {
      return Optional.empty();
    }
  }

  /** Nothing of it: it may hold what callers wrote. */
  @Override
  public String toString() {
    return "Message";
  }
}
