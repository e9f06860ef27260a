package dev.gatehouse.policies.condition;

/** What evaluating a condition gives. */
public sealed interface Outcome {
  /** It holds or it does not. */
  record Known(boolean holds) implements Outcome {}

  /**
   * It cannot be evaluated.
   *
   * @param why the kind of error, without anything of the call
   */
  record Unknown(String why) implements Outcome {}
}
