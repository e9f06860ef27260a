package dev.gatehouse.adapters;

/**
 * Which of MCP's two forms a message has.
 *
 * <p>Source: MCP 2026-07-28 basic/versioning, "Terminology".
 */
public enum Era {
  /** Revisions to 2025-11-25: a handshake, sessions, requests by the server. */
  LEGACY,

  /**
   * Revision 2026-07-28 and later: metadata on each request, no sessions, a type on each result.
   */
  MODERN
}
