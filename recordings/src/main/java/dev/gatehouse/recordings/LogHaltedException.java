package dev.gatehouse.recordings;

/**
 * Says that a log must not be written or signed under its name any more: entries that it
 * acknowledged are gone, or somebody else signs with its key.
 */
public final class LogHaltedException extends RecordingException {
  private static final long serialVersionUID = 1L;

  LogHaltedException(String message) {
    super(message);
  }

  LogHaltedException(String message, LogHaltedException cause) {
    super(message, cause);
  }
}
