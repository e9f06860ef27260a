package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import java.time.InstantSource;
import java.util.List;

/**
 * Judges calls by one policy set.
 *
 * <p>Guarantee: thread-safe. Remembers how often each principal called each limited tool, in memory
 * and within a limit.
 */
public final class PolicyEngine {
  private final PolicySet set;

  /** Judges by this set; limits count by this clock. */
  public PolicyEngine(PolicySet set, InstantSource clock) {
    this.set = set;
  }

  /** The set that this judges by. */
  public PolicySet set() {
    return set;
  }

  /** What may happen to this call. Counts it where a limit applies. */
  public Decision judge(Facts facts) {
    return new Decision.Permit(Masks.none(), List.of(new Reason("default", "permit", "todo")));
  }

  /** Whether some call of this tool by this caller might be permitted, held or throttled. */
  public boolean mayEverCall(Caller caller, ToolName tool) {
    return true;
  }

  /** Every mask of the set at once, to scrub what could not be read as a message. */
  public MaskPlan everyDetector() {
    return MaskPlan.empty();
  }
}
