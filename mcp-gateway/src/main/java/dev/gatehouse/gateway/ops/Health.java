package dev.gatehouse.gateway.ops;

import dev.gatehouse.recordings.EntryLog;
import jakarta.json.Json;
import java.util.Optional;

/** Whether calls can be recorded, without which none is made. Thread-safe. */
public final class Health {

  /**
   * An answer.
   *
   * @param isReady whether calls are made
   * @param json what to show
   */
  public record State(boolean isReady, String json) {}

  private final EntryLog log;
  private final String version;

  /** Of a gateway with this log. */
  public Health(EntryLog log, String version) {
    this.log = log;
    this.version = version;
  }

  /** As it is now. Shape: {@code {"status":"ready","version":"…","entries":17}}. */
  public State state() {
    Optional<String> failure = log.failure();
    var json =
        Json.createObjectBuilder()
            .add("status", failure.isEmpty() ? "ready" : "not ready")
            .add("version", version)
            .add("entries", log.size());
    failure.ifPresent(why -> json.add("recordings", why));
    return new State(failure.isEmpty(), json.build().toString());
  }
}
