package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of decisions where a whole set only observes: nothing is kept, nothing is hidden.
 */
final class Observed {
  private static final Reason OBSERVING =
      new Reason("default", "permit", "the policies only observe");

  private Observed() {}

  static Decision of(Decision decision) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(OBSERVING);
    decision.reasons().stream().map(Reason::observed).forEach(reasons::add);
    Grant grant = decision.granted().observed();
    return new Decision.Permit(Masks.none(), reasons, grant);
  }

  static ResultDecision of(ResultDecision decision) {
    return new ResultDecision.Release(
        MaskPlan.empty(), decision.reasons().stream().map(Reason::observed).toList());
  }
}
