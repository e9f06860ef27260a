package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.mask.MaskChange;

/** One thing that a candidate would do otherwise with a recorded call. Holds no values of it. */
public sealed interface ReplayChange {

  /** Which of the two messages of a call. */
  enum Message {
    ARGUMENTS("arguments"),
    RESULT("result");

    private final String word;

    Message(String word) {
      this.word = word;
    }

    /** As policies name it. */
    public String word() {
      return word;
    }
  }

  /** Another decision. */
  record Decided(String then, String now, Reason because) implements ReplayChange {}

  /** The same decision, for another rule. */
  record Deciding(String decision, String then, String now) implements ReplayChange {}

  /** The same decision, told in other words, or left to other people. */
  record Told(String then, String now) implements ReplayChange {}

  /** The reply would be withheld, or would not. */
  record Replied(boolean isWithheld, Reason because) implements ReplayChange {}

  /** Something would be hidden, or not, or otherwise. */
  record Masked(Message in, MaskChange change) implements ReplayChange {}

  /** The original of what is hidden would be sealed, or would not. */
  record Sealed(Message of, boolean isSealed) implements ReplayChange {}

  /** What a rule that only observes would have done; nothing is otherwise for it. */
  record Observed(Reason reason) implements ReplayChange {}

  /** Whether the call would really go another way. */
  default boolean isEffective() {
    return !(this instanceof Observed);
  }

  /** Its kind in one or two words, for sums. */
  default String kind() {
    return switch (this) {
      case Decided(String then, String now, _) -> then + " -> " + now;
      case Deciding _ -> "other rule";
      case Told _ -> "other message";
      case Replied(boolean withheld, _) -> withheld ? "result withheld" : "result released";
      case Masked(Message in, MaskChange.More _) -> "masked more in " + in.word();
      case Masked(Message in, MaskChange.Less _) -> "masked less in " + in.word();
      case Masked(Message in, MaskChange.Otherwise _) -> "masked otherwise in " + in.word();
      case Masked(Message in, MaskChange.Unsaid _) -> "mask not known in " + in.word();
      case Sealed(_, boolean sealed) -> sealed ? "sealed" : "not sealed";
      case Observed _ -> "observed";
    };
  }
}
