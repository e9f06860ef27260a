package dev.gatehouse.policies.sql;

/** Something in a statement that is not understood; it never leaves the package. */
final class NotUnderstoodException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String what;

  /** The message ends up in reasons: it holds no literal value. */
  NotUnderstoodException(String message) {
    // Strangers decide how often this is thrown, and nobody looks at where.
    super(message, null, false, false);
    this.what = message;
  }

  String what() {
    return what;
  }
}
