package dev.gatehouse.recordings.clock;

/** What the kernel says of its clock. */
public sealed interface ClockStatus {
  /**
   * The kernel's word.
   *
   * <p>Units and ranges: {@code offsetMicros} is what is still to be slewed away, {@code
   * errorMicros} the estimated error, {@code maxErrorMicros} its bound, which grows while nobody
   * sets the clock; {@code frequencyPpb} the correction of the clock's rate in parts per billion.
   */
  record Known(
      boolean synchronised,
      Leap leap,
      long offsetMicros,
      long errorMicros,
      long maxErrorMicros,
      long frequencyPpb)
      implements ClockStatus {}

  /** The kernel could not be asked. */
  record Unknown(String reason) implements ClockStatus {}

  /** Whether a leap second is near. */
  enum Leap {
    NONE("none"),
    INSERT_PENDING("insert-pending"),
    DELETE_PENDING("delete-pending"),
    IN_PROGRESS("in-progress"),
    DONE("done");

    private final String word;

    Leap(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** One word: {@code ok}, {@code unsynchronised} or {@code unknown}. */
  default String state() {
    return switch (this) {
      case Known known -> known.synchronised() ? "ok" : "unsynchronised";
      case Unknown _ -> "unknown";
    };
  }
}
