package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.signin.Answer;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Answers of the doors at which channels knock. */
final class Door {
  private Door() {}

  static Answer json(int status, JsonObject json) {
    return new Answer(
        status,
        Map.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff"),
        List.of(),
        json.toString());
  }

  /** A status alone: who could not show who they are is told nothing. */
  static Answer empty(int status) {
    return new Answer(status, Map.of("Cache-Control", "no-store"), List.of(), "");
  }

  /** What is tried again. */
  static Answer later() {
    return empty(503).with("Retry-After", "2");
  }

  /** What a door says to a check that did not come out right. */
  static Answer refusal(Genuine genuine) {
    return switch (genuine) {
      case MALFORMED -> empty(400);
      case FORGED, LATE -> empty(401);
      case GENUINE -> empty(200);
    };
  }
}
