package dev.gatehouse.policies.mask;

/**
 * The plans of one decision.
 *
 * @param arguments for what goes upstream: the leaves of {@code params}, with paths relative to it,
 *     so that those of a tool's arguments begin with {@code arguments}
 * @param results for what comes back: the leaves of the value of "result" or "error" in a reply, or
 *     of "params" in a notification, with paths relative to that value
 */
public record Masks(MaskPlan arguments, MaskPlan results) {
  private static final Masks NONE = new Masks(MaskPlan.empty(), MaskPlan.empty());

  /** Hides nothing. */
  public static Masks none() {
    return NONE;
  }

  /** Hides what these or the others hide. */
  public Masks and(Masks others) {
    return new Masks(arguments.and(others.arguments), results.and(others.results));
  }
}
