package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Person;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * What somebody answered on a channel.
 *
 * @param approval the id of the approval that it is about
 * @param yes whether to let the call run
 * @param reason the person's words; may be empty
 * @param seen what the person was shown: {@link dev.gatehouse.gateway.approval.Approval#seen}
 */
record Said(String approval, boolean yes, String reason, String seen) {
  private static final int REASON_MAX = 1_000;

  Said {
    if (reason.length() > REASON_MAX) {
      reason = reason.substring(0, REASON_MAX);
    }
  }

  Event by(Person person) {
    return yes ? new Event.Approved(person, reason, seen) : new Event.Denied(person, reason);
  }

  /** Whether it can be about an approval at all. */
  boolean isWellFormed() {
    return approval.matches("[0-9A-Za-z]{1,64}") && seen.matches("[0-9A-Za-z]{0,128}");
  }

  /** The value of a button. */
  static Said pressed(String value, boolean yes, String reason) {
    String[] parts = value.split(" ", 2);
    return new Said(parts[0], yes, reason, parts.length > 1 ? parts[1] : "");
  }

  /** A text of a JSON object; empty where there is none. */
  static String text(JsonObject json, String key) {
    return json.getOrDefault(key, Json.createValue("")) instanceof JsonString string
        ? string.getString()
        : "";
  }

  /** An object in a JSON object; an empty one where there is none. */
  static JsonObject object(JsonObject json, String key) {
    return json.getOrDefault(key, JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject object
        ? object
        : JsonValue.EMPTY_JSON_OBJECT;
  }
}
