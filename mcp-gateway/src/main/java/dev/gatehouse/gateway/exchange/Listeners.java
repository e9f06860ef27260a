package dev.gatehouse.gateway.exchange;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who listens, so that all are told when the gateway ends; and what each legacy session subscribed
 * to. Thread-safe.
 */
final class Listeners {
  private final Map<Dispatching, Feed> listening = new ConcurrentHashMap<>();
  private final Map<String, SessionResources> bySession = new ConcurrentHashMap<>();
  private volatile boolean isClosing;

  /** One who listens, until closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  Registration add(Dispatching one, Feed feed) {
    listening.put(one, feed);
    if (isClosing) {
      one.cancel();
    }
    return () -> listening.remove(one);
  }

  /** Ends all listening. */
  void close() {
    isClosing = true;
    listening.keySet().forEach(Dispatching::cancel);
  }

  /** Tells all that what they may use may have changed, by no doing of an upstream. */
  void listsMayHaveChanged() {
    listening.values().forEach(feed -> feed.offer(new Feed.Item.Changed()));
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
