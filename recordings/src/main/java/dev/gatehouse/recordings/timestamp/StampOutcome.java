package dev.gatehouse.recordings.timestamp;

/** What came of asking a time-stamping authority. */
public sealed interface StampOutcome {
  /** The authority stamped the checkpoint, and {@code token} was verified. */
  record Stamped(TimestampToken token) implements StampOutcome {}

  /** No whole answer came in time: worth another try later. */
  record Unreachable(String reason) implements StampOutcome {}

  /** The authority said no, or answered with what does not hold. */
  record Refused(String reason) implements StampOutcome {}
}
