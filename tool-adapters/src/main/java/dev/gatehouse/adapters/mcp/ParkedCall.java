package dev.gatehouse.adapters.mcp;

/** What waits for a client's answers, in a session with a legacy server. */
sealed interface ParkedCall {
  /** The session. */
  LegacySession session();

  /** The server asked in the middle of a call. */
  record Asking(LegacySession session, RunningCall call) implements ParkedCall {}

  /** The server had asked before the call was sent, and it was not sent yet. */
  record Unsent(LegacySession session, Questions questions) implements ParkedCall {}

  /** The server refused the call until its client has visited some addresses. */
  record Refused(LegacySession session) implements ParkedCall {}
}
