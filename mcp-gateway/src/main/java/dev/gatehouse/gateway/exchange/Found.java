package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.mcp.Session;
import java.time.Duration;

/** What became of looking for the session that a client names. */
public sealed interface Found {

  /**
   * It is open, and the client's own.
   *
   * @param left how long what its client was identified by lasts
   */
  record Open(Session session, Duration left) implements Found {}

  /** The client is unknown, or it has no such session. */
  record Rejected(Rejection rejection) implements Found {}
}
