package dev.gatehouse.adapters.mcp;

import java.util.Set;

/**
 * The names that MCP reserves in {@code _meta}, as far as this edge puts them in or takes them out.
 *
 * <p>Source: MCP 2026-07-28 basic, "_meta".
 */
final class Meta {
  static final String PROGRESS_TOKEN = "progressToken";
  static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
  static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
  static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

  /** What a modern request says of its client; other members of the same prefix are extensions'. */
  static final Set<String> OF_THE_CLIENT =
      Set.of(PROTOCOL_VERSION, CLIENT_INFO, CLIENT_CAPABILITIES, LOG_LEVEL);

  private Meta() {}
}
