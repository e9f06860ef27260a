package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.mask.Leaf;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call as it was recorded, with the decision that was made on it.
 *
 * @param index of its entry in the log
 * @param facts what policies saw of it, as far as that is recorded
 * @param lost what they saw and is not recorded at all, by the names that conditions use, each with
 *     why
 * @param decision {@code permit}, {@code hold}, {@code refuse} or {@code throttle}
 * @param rule that decided
 * @param leaves of its message as it was stored; none where it is not there any more
 * @param masked how much was hidden in it, by label
 * @param policies that decided it, where they can still be read
 */
public record RecordedRequest(
    long index,
    Instant at,
    Facts facts,
    Map<String, String> lost,
    String decision,
    String rule,
    List<Reason> reasons,
    List<Leaf> leaves,
    Map<String, Integer> masked,
    Optional<PolicySet> policies) {
  public RecordedRequest {
    lost = Map.copyOf(lost);
    reasons = List.copyOf(reasons);
    leaves = List.copyOf(leaves);
    masked = Map.copyOf(masked);
  }

  /** Whether it was let through because people had approved it. */
  boolean isApproved() {
    return decision.equals("permit")
        && !reasons.isEmpty()
        && reasons.getFirst().verb().equals(Reason.APPROVE);
  }
}
