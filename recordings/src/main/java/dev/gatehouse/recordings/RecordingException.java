package dev.gatehouse.recordings;

/**
 * Says that something could not be recorded or read back, and what was being attempted.
 *
 * <p>Errors: whoever gets this from {@link EntryLog#append} must let nothing pass: the entry is not
 * known to be durable.
 */
public sealed class RecordingException extends Exception permits LogHaltedException {
  private static final long serialVersionUID = 1L;

  public RecordingException(String message) {
    super(message);
  }

  public RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
