package dev.gatehouse.gateway.approval;

import dev.gatehouse.recordings.RecordingException;

/** Where each step is recorded. Thread-safe. */
@FunctionalInterface
public interface ApprovalTrail {
  /**
   * Records a step that is durable already; after a crash it may be told twice.
   *
   * @param after how the approval stands; maybe with later steps already
   * @throws RecordingException where it could not be recorded; it is told again later
   */
  void step(Approval after, Step step) throws RecordingException;
}
