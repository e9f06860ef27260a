package dev.gatehouse.policies.check;

import dev.gatehouse.policies.CallSession;
import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What is called, apart from who calls it and when.
 *
 * @param tool with its upstream, {@code upstream__tool}
 */
record TestCall(
    String method,
    Optional<String> upstream,
    Optional<String> tool,
    Optional<String> resource,
    Optional<String> prompt,
    JsonObject arguments) {

  /** The same with other arguments. */
  TestCall with(JsonObject others) {
    return new TestCall(method, upstream, tool, resource, prompt, others);
  }

  Facts facts(Caller caller, Optional<CallSession> session, Instant at) {
    return new Facts(
        caller,
        method,
        upstream,
        tool,
        resource,
        prompt,
        session,
        Optional.of(at),
        () -> arguments);
  }
}
