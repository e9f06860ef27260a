package dev.gatehouse.recordings;

/**
 * Says that something could not be recorded or read back, and what was being attempted.
 *
 * <p>Errors: whoever gets this from {@link EntryLog#append} must let nothing pass: the entry is not
 * known to be durable.
 */
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  public RecordingException(String message) {
    super(message);
  }

  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
