package dev.gatehouse.gateway.mcp;

import java.util.List;

/**
 * The levels of log messages that there are.
 *
 * <p>Source: MCP 2025-11-25 server/utilities/logging, "Log Levels".
 */
public final class LogLevels {
  private static final List<String> RISING =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private LogLevels() {}

  /** Whether it is one. */
  public static boolean isKnown(String level) {
    return RISING.contains(level);
  }

  /** All of them, for people. */
  public static String all() {
    return String.join(", ", RISING);
  }
}
