package dev.gatehouse.policies;

import java.util.List;
import java.util.Optional;

/**
 * A recorded call, judged once more.
 *
 * @param then by the rules that the record says were about it, with limits counted anew; empty
 *     where nobody knows those policies any more. Where its word is not the recorded one, the
 *     decision hung on something that the record does not hold
 * @param now by the candidate, as if no undecided rule were about it
 * @param undecided rules of the candidate
 */
public record Retried(Optional<Decision> then, Decision now, List<Undecided> undecided) {
  public Retried {
    undecided = List.copyOf(undecided);
  }

  /** A reply to it, judged once more. */
  public record Reply(
      Optional<ResultDecision> then, ResultDecision now, List<Undecided> undecided) {
    public Reply {
      undecided = List.copyOf(undecided);
    }
  }
}
