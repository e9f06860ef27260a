package dev.gatehouse.gateway.credentials;

/** An upstream was not connected. Its message is for the person, and holds nothing of others. */
public final class ConnectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * For a reason.
   *
   * @param reason one word for the record
   */
  public ConnectException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why, in one word. */
  public String reason() {
    return reason;
  }

  /** Why, for the person. */
  public String told() {
    return String.valueOf(getMessage());
  }
}
