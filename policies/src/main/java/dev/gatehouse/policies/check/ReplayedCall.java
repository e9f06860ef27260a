package dev.gatehouse.policies.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What would be otherwise with one recorded call.
 *
 * @param index of its entry in the log
 * @param subject the tool, or the method where there is none
 * @param then the recorded decision
 * @param now the candidate's, where it can be said
 * @param unsaid what cannot be said, each with why
 */
public record ReplayedCall(
    long index,
    Instant at,
    String principal,
    String subject,
    String then,
    Optional<String> now,
    List<ReplayChange> changes,
    List<String> unsaid) {
  public ReplayedCall {
    changes = List.copyOf(changes);
    unsaid = List.copyOf(unsaid);
  }

  /** Whether it would really go another way. */
  public boolean differs() {
    return changes.stream().anyMatch(ReplayChange::isEffective);
  }

  /** Whether there is anything to tell. */
  public boolean isNotable() {
    return !changes.isEmpty() || !unsaid.isEmpty();
  }
}
