package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;

/** What came of a wish. */
sealed interface Result {
  /** It is durable. */
  record Done(Approval approval) implements Result {}

  /** It stands otherwise than it was shown: nothing happened. */
  record Stale(Approval approval) implements Result {}

  /** That cannot be, for this reason; nothing happened. */
  record Refused(String why, Approval approval) implements Result {}

  /** Not by them. */
  record Forbidden(String why, Approval approval) implements Result {}

  /** There is nothing of this name for them. */
  record Missing() implements Result {}
}
