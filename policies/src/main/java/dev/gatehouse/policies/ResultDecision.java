package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.MaskPlan;
import java.util.List;

/**
 * What may happen to the reply to a call that was let through.
 *
 * <p>Guarantee: holds only what rules said of the reply; the decision on the call stands beside it,
 * and the masks of both add up.
 */
public sealed interface ResultDecision {
  /** What to hide in the reply beside what the decision on the call hides. */
  MaskPlan results();

  /** Every rule on results that matched and what it said, in file order; a refusal first. */
  List<Reason> reasons();

  /** The reply may go to the client, with its masks applied; reasons may be none. */
  record Release(MaskPlan results, List<Reason> reasons) implements ResultDecision {
    public Release {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The client does not get the reply; its masks apply to what is stored of it.
   *
   * @param message what to tell the caller instead
   */
  record Withhold(String message, MaskPlan results, List<Reason> reasons)
      implements ResultDecision {
    public Withhold {
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a withheld reply has at least one reason");
      }
      reasons = List.copyOf(reasons);
    }
  }
}
