package dev.gatehouse.gateway.transport;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a transport has to know of a message before it is handled: whether others must wait for it,
 * and which place it takes.
 */
final class Lines {
  private Lines() {}

  /** Whether it begins a session. */
  static boolean opensSession(byte[] message) {
    return asking(message, "initialize").isPresent();
  }

  /** Whether it says that the client is ready to be told things. */
  static boolean saysInitialized(byte[] message) {
    String method = "notifications/initialized";
    return named(message, method)
        .filter(read -> read instanceof Message.Notification it && it.method().equals(method))
        .isPresent();
  }

  /** Whether it asks for a stream that lasts. */
  static boolean listens(byte[] message) {
    return listening(message).isPresent();
  }

  /** The id of what asks for a stream that lasts. */
  static Optional<RequestId> listening(byte[] message) {
    return asking(message, "subscriptions/listen");
  }

  /** Whether it may ask for something. Saying yes for another costs a moment and no more. */
  static boolean mayAsk(byte[] message) {
    return holds(message, "\"method\"") && holds(message, "\"id\"");
  }

  /** The id of a request; nothing for all else. */
  static Optional<RequestId> request(byte[] message) {
    return named(message, "method")
        .filter(read -> read instanceof Message.Request)
        .map(read -> ((Message.Request) read).id());
  }

  private static Optional<RequestId> asking(byte[] message, String method) {
    return named(message, method)
        .filter(read -> read instanceof Message.Request it && it.method().equals(method))
        .map(read -> ((Message.Request) read).id());
  }

  /** A message that names this somewhere; no other need be read for it. */
  private static Optional<Message> named(byte[] message, String method) {
    if (!holds(message, "\"" + method + "\"")) {
      return Optional.empty();
    }
    try {
      JsonLimits limits = new JsonLimits(message.length, JsonLimits.STANDARD.depthMax());
      return Optional.of(Message.read(message, limits));
    } catch (JsonRpcException _) {
      return Optional.empty();
    }
  }

  private static boolean holds(byte[] message, String text) {
    return new String(message, StandardCharsets.ISO_8859_1).contains(text);
  }
}
