package dev.gatehouse.gateway.exchange;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who listens, so that all are told when the gateway ends; and what each legacy session subscribed
 * to. Thread-safe.
 */
final class Listeners {
  private final Set<Dispatching> listening = ConcurrentHashMap.newKeySet();
  private final Map<String, SessionResources> bySession = new ConcurrentHashMap<>();
  private volatile boolean isClosing;

  /** One who listens, until closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  Registration add(Dispatching one) {
    listening.add(one);
    if (isClosing) {
      one.cancel();
    }
    return () -> listening.remove(one);
  }

  /** Ends all listening. */
  void close() {
    isClosing = true;
    listening.forEach(Dispatching::cancel);
  }

  boolean isClosing() {
    return isClosing;
  }

  /** What a session subscribed to; as many as there are sessions, which tell of their end. */
  SessionResources of(String sessionId) {
    return bySession.computeIfAbsent(sessionId, _ -> new SessionResources());
  }

  /** Forgets a session. */
  void ended(String sessionId) {
    bySession.remove(sessionId);
  }
}
