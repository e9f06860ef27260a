package dev.gatehouse.gateway.exchange;

import dev.gatehouse.gateway.mcp.Session;

/** What became of looking for the session that a client names. */
public sealed interface Found {

  /** It is open, and the client's own. */
  record Open(Session session) implements Found {}

  /** The client is unknown, or it has no such session. */
  record Rejected(Rejection rejection) implements Found {}
}
