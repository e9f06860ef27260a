package dev.gatehouse.policies;

import java.time.Duration;
import java.util.List;

/**
 * Who else is asked where nobody decides.
 *
 * @param after how long after the question, counted in the demand's hours where it has some
 * @param to groups that may vote from then on, beside the others; at least one
 */
public record Escalation(Duration after, List<String> to) {
  public Escalation {
    to = List.copyOf(to);
    if (!after.isPositive() || to.isEmpty()) {
      throw new IllegalArgumentException("an escalation comes after some time, to some group");
    }
  }
}
