package dev.gatehouse.gateway.approval;

import java.util.Optional;

/** What came of an event. */
public sealed interface Outcome {
  /** It is durable. */
  record Done(Approval approval) implements Outcome {}

  /**
   * Nothing happened.
   *
   * @param why one sentence for whoever tried
   * @param approval how it stands; missing where there is none of this id
   */
  record Refused(String why, Optional<Approval> approval) implements Outcome {}
}
