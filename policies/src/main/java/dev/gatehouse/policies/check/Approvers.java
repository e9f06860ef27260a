package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Demand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * People who approve the calls of a test that wait for them.
 *
 * @param groups of each of them; different people
 * @param after how long after the call the last of them does
 */
record Approvers(List<Set<String>> groups, Duration after) {
  /** Nobody. */
  static final Approvers NONE = new Approvers(List.of(), Duration.ZERO);

  Approvers {
    groups = groups.stream().map(Set::copyOf).toList();
  }

  /** Whether they are enough for all of these, and not too late. */
  boolean meet(List<Demand> demands, Instant asked) {
    Instant now = asked.plus(after);
    for (Demand demand : demands) {
      boolean isEscalated = demand.escalates(asked).filter(at -> !at.isAfter(now)).isPresent();
      if (!demand.isMetBy(groups, isEscalated) || !now.isBefore(demand.waitEnds(asked))) {
        return false;
      }
    }
    return true;
  }
}
