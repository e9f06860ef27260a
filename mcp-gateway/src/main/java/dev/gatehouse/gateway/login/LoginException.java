package dev.gatehouse.gateway.login;

/** Why nobody is signed in, in words for whoever types commands; holds no secrets. */
public final class LoginException extends Exception {
  private static final long serialVersionUID = 1L;

  /** For this reason. */
  public LoginException(String message) {
    super(message);
  }

  /** For this reason, with what lies behind it. */
  public LoginException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
