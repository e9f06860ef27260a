package dev.gatehouse.gateway.custody;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/**
 * What somebody orders to be done with a log, or by the gateway that writes it.
 *
 * <p>Shape, on its way to another process: {@code {"order":"erase","subject":"alice",
 * "reason":"…","dryRun":false}}.
 */
public sealed interface Order {

  /**
   * To read it.
   *
   * @param method {@code view}, {@code search}, {@code export} or {@code verify}
   * @param what was asked for, for the record
   */
  record Read(String method, JsonObject what) implements Order {}

  /** To erase what is recorded about a person. */
  record Erase(String subject, String reason, boolean dryRun) implements Order {}

  /** To erase what is older than so many months. */
  record Retain(int months, String reason, boolean dryRun) implements Order {}

  /** To keep from being erased what is recorded about a person, or with an empty name all. */
  record Hold(String subject, String reason) implements Order {}

  /** To end that. */
  record Release(String subject, String reason) implements Order {}

  /** To have it signed by other keys from now on. */
  record Rotate(String reason) implements Order {}

  /** To read the policy files again, now. */
  record Reload() implements Order {}

  /** The order as JSON. */
  default JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    switch (this) {
      case Read(String method, JsonObject what) ->
          json.add("order", "read").add("method", method).add("what", what);
      case Erase(String subject, String reason, boolean dryRun) ->
          json.add("order", "erase")
              .add("subject", subject)
              .add("reason", reason)
              .add("dryRun", dryRun);
      case Retain(int months, String reason, boolean dryRun) ->
          json.add("order", "retain")
              .add("months", months)
              .add("reason", reason)
              .add("dryRun", dryRun);
      case Hold(String subject, String reason) ->
          json.add("order", "hold").add("subject", subject).add("reason", reason);
      case Release(String subject, String reason) ->
          json.add("order", "release").add("subject", subject).add("reason", reason);
      case Rotate(String reason) -> json.add("order", "rotate").add("reason", reason);
      case Reload() -> json.add("order", "reload");
    }
    return json.build();
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * <p>Errors: {@code IllegalArgumentException} for anything else.
   */
  static Order of(JsonObject json) {
    String subject = json.getString("subject", "");
    String reason = json.getString("reason", "");
    boolean dryRun = json.getBoolean("dryRun", false);
    return switch (json.getString("order", "")) {
      case "read" -> {
        if (json.getOrDefault("what", JsonValue.EMPTY_JSON_OBJECT) instanceof JsonObject what) {
          yield new Read(json.getString("method", ""), what);
        }
        throw new IllegalArgumentException("`what` expected to be an object");
      }
      case "erase" -> new Erase(subject, reason, dryRun);
      case "retain" -> new Retain(json.getInt("months", 0), reason, dryRun);
      case "hold" -> new Hold(subject, reason);
      case "release" -> new Release(subject, reason);
      case "rotate" -> new Rotate(reason);
      case "reload" -> new Reload();
      default -> throw new IllegalArgumentException("an order that is not known here");
    };
  }
}
