package dev.gatehouse.gateway.approval;

/** Whether a call may run. */
public sealed interface Spent {
  /** It may, once, now: that is durable and recorded. */
  record Taken(Approval approval) implements Spent {}

  /** It may not. */
  record Not(Approval approval, String why) implements Spent {}
}
