package dev.gatehouse.gateway.identity;

import jakarta.json.JsonObject;

/** A condition on the claims of a token. What cannot be said of them does not hold. */
@FunctionalInterface
public interface ClaimTest {
  /** Whether it holds. */
  boolean holds(JsonObject claims);
}
