package dev.gatehouse.policies.condition;

import jakarta.json.JsonObject;
import java.util.Map;

/**
 * Turns expressions about the claims of a token into conditions, such as {@code
 * claims.email_verified == true}. They know of nothing but {@code claims}. Thread-safe.
 */
public final class ClaimConditions {
  private final Language onClaims = Language.ofClaims();

  /** Compiles, checks and warms one expression. */
  public Compilation compile(String expression) {
    return ConditionCompiler.compile(onClaims, expression);
  }

  /** Whether a condition of this kind holds; what cannot be said does not hold. */
  public static boolean holds(Condition condition, JsonObject claims) {
    return condition
        .evaluate(new Subject(Map.of()).with("claims", () -> claims))
        .equals(new Outcome.Known(true));
  }
}
