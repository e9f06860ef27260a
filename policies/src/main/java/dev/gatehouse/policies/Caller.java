package dev.gatehouse.policies;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Who calls, as the gateway verified it.
 *
 * @param principal the name in policies and in the log
 * @param claims what the issuer says of the principal; empty where there is no issuer
 * @param client the name by which the client software introduces itself; not verified
 */
public record Caller(
    String principal, List<String> groups, JsonObject claims, Optional<String> client) {
  public Caller {
    groups = List.copyOf(groups);
  }
}
