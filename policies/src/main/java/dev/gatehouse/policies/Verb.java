package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.Masks;

/** What a rule does with the calls that it is about. */
sealed interface Verb {
  /** Its reason in a decision; made when the policy is read, because calls are many. */
  Reason reason();

  /** Lets the call through, unless another rule keeps it. */
  record Permit(Reason reason) implements Verb {}

  /** Hides parts of the call and of its reply. */
  record Mask(Masks masks, Reason reason) implements Verb {}

  /**
   * Keeps the originals of what masks change, encrypted to the auditors' keys.
   *
   * @param masks that hide nothing themselves and seal
   */
  record Seal(Masks masks, Reason reason) implements Verb {}

  /** Keeps the call. */
  record Refuse(String message, Reason reason) implements Verb {}

  /** Keeps a call whose SQL is not within its bounds. */
  record Sql(SqlGuard guard, Reason reason) implements Verb {}

  /** Lets no more through than the limit; the other reason is for what is too much. */
  record Limit(
      dev.gatehouse.policies.limit.Limit limit, CountedBy by, Reason reason, Reason exceeded)
      implements Verb {}

  /** Keeps the call until people have approved it. */
  record Approve(Demand demand, Reason reason) implements Verb {}
}
