package dev.gatehouse.gateway.transport;

import java.nio.charset.StandardCharsets;

/**
 * What a transport with one way to its client has to know of a message before it is read: whether
 * others must wait for it. Saying yes for another message than that costs a moment and no more.
 */
final class Lines {
  private Lines() {}

  /** Whether it may begin a session. */
  static boolean opensSession(byte[] message) {
    return holds(message, "\"initialize\"");
  }

  /** Whether it may say that the client is ready to be told things. */
  static boolean saysInitialized(byte[] message) {
    return holds(message, "\"notifications/initialized\"");
  }

  /** Whether it may ask for a stream that lasts. */
  static boolean listens(byte[] message) {
    return holds(message, "\"subscriptions/listen\"");
  }

  /** Whether it may be more than an answer. */
  static boolean mayCall(byte[] message) {
    return holds(message, "\"method\"");
  }

  private static boolean holds(byte[] message, String text) {
    return new String(message, StandardCharsets.ISO_8859_1).contains(text);
  }
}
