package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.List;
import java.util.Optional;

/**
 * Which log messages a client wants.
 *
 * <p>Source: MCP 2026-07-28 server/utilities/logging; MCP 2025-11-25 server/utilities/logging.
 */
final class LogLevels {
  /** The method of a log message. */
  static final String METHOD = "notifications/message";

  private static final List<String> RISING =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private LogLevels() {}

  /**
   * Whether a client wants to hear this: no log messages where it is modern and names no level, and
   * none below the level that it names. Anything but a log message it does.
   */
  static boolean wants(RequestMetadata client, Message.Notification notification) {
    if (!notification.method().equals(METHOD)) {
      return true;
    }
    if (client.logLevel().isEmpty()) {
      return Revisions.isLegacy(client.protocolVersion());
    }
    Optional<String> level = notification.params().flatMap(params -> params.string("level"));
    // What names no known level is not held back: nobody could tell why.
    return level.isEmpty()
        || !RISING.contains(level.get())
        || !isBelow(level.get(), client.logLevel().get());
  }

  /** Whether a known level is below another; one that is not known is below none. */
  static boolean isBelow(String level, String other) {
    return RISING.contains(level) && RISING.indexOf(level) < RISING.indexOf(other);
  }

  /** Whether it is a level. */
  static boolean isKnown(String level) {
    return RISING.contains(level);
  }
}
