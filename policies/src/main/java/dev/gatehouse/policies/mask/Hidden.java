package dev.gatehouse.policies.mask;

import java.util.List;

/**
 * Something that a plan would hide in a message; where and what, and nothing of the value.
 *
 * @param place as a path, such as {@code arguments.note}
 * @param label what it is, such as {@code payment-card}; where several, joined by {@code +}
 */
public record Hidden(String place, String label) {
  /**
   * What a plan would hide among these leaves of one message.
   *
   * @throws MaskingException where something cannot be hidden
   */
  public static List<Hidden> in(List<Leaf> leaves, MaskPlan plan) throws MaskingException {
    return plan.apply(leaves, new StandIns()).edits().stream()
        .map(edit -> new Hidden(leaves.get(edit.leaf()).path().toString(), edit.label()))
        .toList();
  }
}
