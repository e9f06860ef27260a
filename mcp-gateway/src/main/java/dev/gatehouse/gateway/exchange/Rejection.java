package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.identity.Identification;
import java.util.Map;

/**
 * An answer to what never became an exchange: a status of HTTP and headers, no body.
 *
 * <p>The only thing that a client may be sent without a record.
 *
 * @param why one word for our own log
 */
public record Rejection(int status, Map<String, String> headers, String why) {
  /** The log cannot take a record, so nothing happens. */
  public static final Rejection CANNOT_RECORD =
      new Rejection(503, Map.of("Retry-After", "30"), "cannot-record");

  /** A fault of our own, of which the operator's log has the details. */
  static final Rejection FAULT = new Rejection(500, Map.of(), "fault");

  /** Somebody who is known, and may not call tools. */
  static final Rejection NO_AGENT = new Rejection(403, Map.of(), "role");

  /** No such upstream. */
  static final Rejection NO_ENDPOINT = new Rejection(404, Map.of(), "no-endpoint");

  /** The session has ended or never was. */
  static final Rejection NO_SESSION = new Rejection(404, Map.of(), "no-session");

  /** A message that this revision has no place for. */
  static final Rejection NOT_EXPECTED = new Rejection(400, Map.of(), "not-expected");

  public Rejection {
    headers = Map.copyOf(headers);
  }

  /**
   * Whether the next message would fare no better: the log takes nothing, or the caller is unknown.
   */
  public boolean isFinal() {
    return status == 401 || status == 503;
  }

  static Rejection challenge(Identification.Challenged challenged) {
    return new Rejection(
        challenged.status(),
        Map.of("WWW-Authenticate", challenged.challenge()),
        challenged.reason());
  }
}
