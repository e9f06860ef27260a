package dev.gatehouse.gateway.signin;

/** A request of a client that is not granted, in the words of OAuth. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String error;
  private final String reason;

  /**
   * A refusal.
   *
   * @param error for the client, such as {@code invalid_grant}
   * @param reason one word for the record
   * @param description for the developer of the client; nothing of what was sent
   */
  RefusedException(String error, String reason, String description) {
    super(description);
    this.error = error;
    this.reason = reason;
  }

  static RefusedException request(String reason, String description) {
    return new RefusedException("invalid_request", reason, description);
  }

  static RefusedException grant(String reason) {
    return new RefusedException("invalid_grant", reason, "it is not good, or not good any more");
  }

  /** What cannot be known now: neither yes nor no, so that a client throws nothing away. */
  static RefusedException later(String reason, String description) {
    return new RefusedException("temporarily_unavailable", reason, description);
  }

  String error() {
    return error;
  }

  String reason() {
    return reason;
  }

  String description() {
    return String.valueOf(getMessage());
  }

  /** Of HTTP, at endpoints that answer clients. */
  int status() {
    return switch (error) {
      case "invalid_client" -> 401;
      case "server_error", "temporarily_unavailable" -> 503;
      default -> 400;
    };
  }
}
