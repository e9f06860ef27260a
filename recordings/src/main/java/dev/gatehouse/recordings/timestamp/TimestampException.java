package dev.gatehouse.recordings.timestamp;

/** A time-stamp response does not hold; the message says in what. */
public final class TimestampException extends Exception {
  private static final long serialVersionUID = 1L;

  TimestampException(String message) {
    super(message);
  }

  TimestampException(String message, Throwable cause) {
    super(message, cause);
  }
}
