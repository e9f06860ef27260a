package dev.gatehouse.recordings.leaf;

/** Says what in a leaf is not as the format wants it. */
public final class MalformedLeafException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedLeafException(String message) {
    super(message);
  }

  public MalformedLeafException(String message, Throwable cause) {
    super(message, cause);
  }
}
