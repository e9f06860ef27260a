package dev.gatehouse.gateway.custody;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * What came of an order.
 *
 * <p>Shape: {@code {"done":true,"text":"…"}}.
 *
 * @param done whether it was carried out
 * @param text what to tell whoever gave it, in one line
 */
public record Answer(boolean done, String text) {

  /** The answer as JSON. */
  public JsonObject json() {
    return Json.createObjectBuilder().add("done", done).add("text", text).build();
  }

  /** Reads what {@link #json} wrote. */
  public static Answer of(JsonObject json) {
    return new Answer(json.getBoolean("done", false), json.getString("text", ""));
  }
}
