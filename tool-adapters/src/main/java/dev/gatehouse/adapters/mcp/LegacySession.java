package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamDescription;

/**
 * An open session with a legacy server.
 *
 * @param description what the server said of itself
 * @param link how messages go and come
 * @param desk where they arrive
 * @param requests our own, in it
 * @param level from which on the server was told to send log messages
 * @param subscriptions to its resources
 */
record LegacySession(
    UpstreamDescription description,
    LegacyLink link,
    LegacyDesk desk,
    SessionRequests requests,
    ChildLogLevel level,
    ChildSubscriptions subscriptions) {
  /** By which both sides name a session. */
  static final String ID_HEADER = "Mcp-Session-Id";

  /** Nothing of what its parts hold. */
  @Override
  public String toString() {
    return "LegacySession";
  }
}
