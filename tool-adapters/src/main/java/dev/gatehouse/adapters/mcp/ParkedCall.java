package dev.gatehouse.adapters.mcp;

/**
 * What waits for a client's answers, in a session with a legacy server: a call that the server asks
 * about, or one that is not sent before they are there.
 */
record ParkedCall(LegacySession session, RunningCall running) {}
