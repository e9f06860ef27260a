package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Set;

/** Notifications that this side sends of its own accord, or not to every server. */
final class OwnNotifications {
  // Each hop opens its own session and has its own request ids.
  private static final Set<String> OF_ONE_HOP =
      Set.of("notifications/initialized", "notifications/cancelled", "notifications/progress");
  private static final String ROOTS_CHANGED = "notifications/roots/list_changed";

  private OwnNotifications() {}

  /** Whether a client's notification says nothing to a server behind us. */
  static boolean concernOneHop(Message.Notification notification) {
    return OF_ONE_HOP.contains(notification.method());
  }

  /** Whether it is about what a session has told before: modern servers do not know it. */
  static boolean areOfASession(Message.Notification notification) {
    return notification.method().equals(ROOTS_CHANGED);
  }
}
