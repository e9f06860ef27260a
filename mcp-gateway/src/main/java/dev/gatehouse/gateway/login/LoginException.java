package dev.gatehouse.gateway.login;

/** Why nobody is signed in, in words for whoever types commands; holds no secrets. */
public final class LoginException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Our words, and addresses in them. */
  private static final int CHARS_MAX = 2000;

  /** For this reason. */
  public LoginException(String message) {
    super(oneLine(message));
  }

  /** For this reason, with what lies behind it. */
  public LoginException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /** A server's words may be in it: they must not look like lines of ours. */
  private static String oneLine(String message) {
    String cut = message.length() > CHARS_MAX ? message.substring(0, CHARS_MAX) + "…" : message;
    return cut.replaceAll("\\s+", " ");
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
