package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Set;

/** Notifications that this side sends of its own accord, or not at all. */
final class OwnNotifications {
  // Each hop opens its own session, has its own request ids, and has promised no roots.
  private static final Set<String> OF_ONE_HOP =
      Set.of(
          "notifications/initialized",
          "notifications/cancelled",
          "notifications/progress",
          "notifications/roots/list_changed");

  private OwnNotifications() {}

  /** Whether a client's notification says nothing to a server behind us. */
  static boolean concernOneHop(Message.Notification notification) {
    return OF_ONE_HOP.contains(notification.method());
  }
}
