package dev.gatehouse.gateway.identity;

/** Whether it is known who is calling. */
public sealed interface Identification {

  /** It is. */
  record Known(Principal principal) implements Identification {}

  /**
   * It is not, and this is how the client may change that.
   *
   * @param status 401
   * @param challenge the {@code WWW-Authenticate} header
   * @param reason one word for the record, such as {@code expired}; nothing of the token
   */
  record Challenged(int status, String challenge, String reason) implements Identification {}
}
