package dev.gatehouse.policies.mask;

import java.util.List;

/**
 * What to hide in the messages of one direction.
 *
 * <p>Guarantee: immutable; the same leaves always give the same masking.
 */
public final class MaskPlan {
  private static final MaskPlan EMPTY = new MaskPlan();

  private MaskPlan() {}

  /** Hides nothing. */
  public static MaskPlan empty() {
    return EMPTY;
  }

  /** Whether this hides nothing, whatever the leaves. */
  public boolean isEmpty() {
    return true;
  }

  /** The edits that hide what this plan selects among the leaves of one message. */
  public Masking apply(List<Leaf> leaves) {
    return Masking.none();
  }

  /** A text that is no message with what this plan selects hidden. */
  public String scrub(String text) {
    return text;
  }
}
