package dev.gatehouse.gateway.identity;

/**
 * What says who calls cannot be had for one message, though it may be for the next; its message is
 * for whoever sent that, and holds no secrets.
 */
public final class CredentialsAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For this reason. */
  public CredentialsAwayException(String reason) {
    super(reason);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
