package dev.gatehouse.gateway.approval;

/** What follows from an event, before it is durable. */
sealed interface Change {
  /** How the approval stands then. */
  Approval approval();

  /** Something happens. */
  record Stepped(Approval approval) implements Change {}

  /** Nothing has to happen: it is so already. */
  record Same(Approval approval) implements Change {}

  /**
   * Nothing of it may happen.
   *
   * @param approval with what time has done to it
   * @param why one sentence for whoever tried
   */
  record Refused(Approval approval, String why) implements Change {}
}
