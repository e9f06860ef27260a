package dev.gatehouse.conformance.suite;

import jakarta.json.JsonObject;

/**
 * One thing that a scenario looked at.
 *
 * @param name as the suite calls it
 * @param status {@code SUCCESS}, {@code FAILURE}, {@code WARNING}, {@code SKIPPED} or {@code INFO}
 * @param message what the suite says of it; empty where nothing
 */
record Check(String name, String status, String message) {

  static Check of(JsonObject json) {
    return new Check(
        json.getString("name"), json.getString("status"), json.getString("errorMessage", ""));
  }

  /** Whether it says that something is not as it should be, or could not be looked at. */
  boolean isFault() {
    return switch (status) {
      case "SUCCESS", "INFO" -> false;
      default -> true;
    };
  }
}
