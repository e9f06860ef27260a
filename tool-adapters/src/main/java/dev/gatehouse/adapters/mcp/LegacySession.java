package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.UpstreamDescription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An open session with a legacy server.
 *
 * @param id by which the server knows it; missing where the server keeps no sessions
 * @param revision what was agreed on
 * @param description what the server said of itself
 */
record LegacySession(Optional<String> id, String revision, UpstreamDescription description) {
  /** By which both sides name a session. */
  static final String ID_HEADER = "Mcp-Session-Id";

  /** The headers of each request in it. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>(HttpExchange.JSON_OR_EVENTS);
    headers.put("MCP-Protocol-Version", revision);
    id.ifPresent(value -> headers.put(ID_HEADER, value));
    return headers;
  }

  /** Without the id, by which others could take the session over. */
  @Override
  public String toString() {
    return "LegacySession[revision=" + revision + "]";
  }
}
