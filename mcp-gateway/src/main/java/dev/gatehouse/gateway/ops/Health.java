package dev.gatehouse.gateway.ops;

import dev.gatehouse.gateway.policy.PoliciesInForce;
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
  private final PoliciesInForce policies;
  private final String version;

  /** Of a gateway with this log, which decides by these policies. */
  public Health(EntryLog log, PoliciesInForce policies, String version) {
    this.log = log;
    this.policies = policies;
    this.version = version;
  }

  /**
   * As it is now. Policy files that were turned down are told, and keep no call from being made:
   * what was in force still is.
   *
   * <p>Shape: {@code {"status":"ready","version":"…","entries":17,"policies":"DIGEST"}}, where the
   * files say something else with {@code "policyFiles":"rejected: 2 problems"}.
   */
  public State state() {
    Optional<String> failure = log.failure();
    var json =
        Json.createObjectBuilder()
            .add("status", failure.isEmpty() ? "ready" : "not ready")
            .add("version", version)
            .add("entries", log.size())
            .add("policies", policies.digest());
    policies.difference().ifPresent(why -> json.add("policyFiles", why));
    failure.ifPresent(why -> json.add("recordings", why));
    return new State(failure.isEmpty(), json.build().toString());
  }
}
