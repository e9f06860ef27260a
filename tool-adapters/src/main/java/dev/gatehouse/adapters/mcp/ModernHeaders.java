package dev.gatehouse.adapters.mcp;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers that a modern request repeats from its body.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Request Metadata".
 */
final class ModernHeaders {
  private ModernHeaders() {}

  /**
   * The headers of a request.
   *
   * @param revision as its {@code _meta} states it
   * @param name what it names: a tool, a prompt, a resource; empty where it names nothing
   * @param mirrored headers from the arguments of a tool
   */
  static Map<String, String> of(
      String revision, String method, String name, Map<String, String> mirrored) {
    Map<String, String> headers = new LinkedHashMap<>(HttpExchange.JSON_OR_EVENTS);
    headers.put("MCP-Protocol-Version", HeaderValues.encode(revision));
    headers.put("Mcp-Method", HeaderValues.encode(method));
    if (!name.isEmpty()) {
      headers.put("Mcp-Name", HeaderValues.encode(name));
    }
    headers.putAll(mirrored);
    return headers;
  }
}
