package dev.gatehouse.policies.check;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * What the upstream answers.
 *
 * @param value the value of "result" or "error"
 * @param isError whether it is the value of "error"
 * @param size how many bytes the upstream took for it, if the test says so
 */
record Reply(JsonObject value, boolean isError, OptionalLong size) {
  /** Whether it is an error, or the result of a tool that failed. */
  boolean isFailure() {
    return isError || JsonValue.TRUE.equals(value.get("isError"));
  }

  /** How many bytes it takes. */
  long bytes() {
    return size.orElseGet(() -> value.toString().getBytes(StandardCharsets.UTF_8).length);
  }
}
