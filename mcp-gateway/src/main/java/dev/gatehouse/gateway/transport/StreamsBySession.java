package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.exchange.ExchangeHandler;
import dev.gatehouse.gateway.exchange.Inbound;
import dev.gatehouse.gateway.mcp.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams of all sessions: as many as there are sessions, and each no longer than its session.
 * Thread-safe.
 */
final class StreamsBySession implements AutoCloseable {
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

  /** What is kept for one session, and who listens for it. */
  private record Kept(Session session, SessionStreams streams, ListeningSink listener) {}

  private final ExchangeHandler handler;
  private final StreamBounds bounds;
  private final Map<String, Kept> byId = new ConcurrentHashMap<>();
  private final Thread sweeper;

  StreamsBySession(ExchangeHandler handler, StreamBounds bounds) {
    this.handler = handler;
    this.bounds = bounds;
    this.sweeper = Thread.ofVirtual().name("stream-sweeper").start(this::run);
  }

  /** The streams of a session. */
  SessionStreams of(Session session) {
    return kept(session).streams();
  }

  /** Streams that belong to no session: they end with their connection. */
  SessionStreams passing() {
    return SessionStreams.passing(bounds);
  }

  /** Has what the server says asked for, unless it is already. */
  void listen(Session session, Inbound inbound) {
    ListeningSink listener = kept(session).listener();
    if (listener.begin()) {
      Thread.ofVirtual()
          .name("listening")
          .start(
              () -> {
                try {
                  handler.listen(inbound, listener);
                } finally {
                  listener.over();
                }
              });
    }
  }

  /** Ends the streams of sessions that have ended, and forgets what is too old. */
  void sweep() {
    for (Kept kept : List.copyOf(byId.values())) {
      boolean isOpen = handler.isOpen(kept.session());
      if (!isOpen || kept.streams().isDeserted()) {
        kept.listener().stop();
      }
      if (isOpen) {
        kept.streams().sweep();
      } else {
        kept.streams().close();
        byId.remove(kept.session().id(), kept);
      }
    }
  }

  /** Ends what belongs to no call. */
  void endListening() {
    byId.values().forEach(kept -> kept.listener().stop());
    byId.values().forEach(kept -> kept.streams().endListening());
  }

  @Override
  public void close() {
    sweeper.interrupt();
    byId.values().forEach(kept -> kept.listener().stop());
    byId.values().forEach(kept -> kept.streams().close());
    byId.clear();
  }

  private Kept kept(Session session) {
    return byId.computeIfAbsent(
        session.id(),
        _ -> {
          SessionStreams streams = SessionStreams.resumable(bounds);
          return new Kept(session, streams, new ListeningSink(streams::say));
        });
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(SWEEP_EVERY);
        sweep();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
