package dev.gatehouse.policies;

import java.util.List;

/**
 * What became of one rule when a call was judged.
 *
 * @param file the file of the rule as its reader was given it
 * @param line where the rule begins, from 1
 */
public record RuleAccount(String rule, String file, int line, Outcome outcome) {

  /** Whether the rule was about the call, and if not, why. */
  public sealed interface Outcome {
    /** It is about the call, and said this. */
    record Matched(List<Reason> reasons) implements Outcome {
      public Matched {
        reasons = List.copyOf(reasons);
      }
    }

    /**
     * It is not about the call.
     *
     * @param part the key of the first part that does not match, such as {@code tools}
     * @param wanted what that part asks for, as text
     * @param why what the call has instead, on one line; may hold names of the call, never
     *     arguments
     */
    record NotMatched(String part, String wanted, String why) implements Outcome {}

    /** Its condition cannot be evaluated, so it refuses. */
    record Unknown(String why) implements Outcome {}

    /** It is judged when the reply is there; its other parts match. */
    record OnResult(String condition) implements Outcome {}
  }
}
