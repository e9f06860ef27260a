package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.dial.Dialler;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The connections to one server: opened when needed, kept for a while afterwards. Thread-safe; no
 * lock is held while one is opened or tried.
 */
final class HttpConnections implements AutoCloseable {
  // Longer than most pauses in a conversation, shorter than most servers' and balancers' patience.
  private static final Duration IDLE_MAX = Duration.ofSeconds(30);

  private final URI uri;
  private final Dialler dialler;
  private final Duration connectTimeout;
  private final int idleCountMax;
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private boolean closed;
  private Optional<Thread> sweeper = Optional.empty();

  HttpConnections(HttpSettings settings, Dialler dialler) {
    this.uri = settings.uri();
    this.dialler = dialler;
    this.connectTimeout = settings.connectTimeout();
    this.idleCountMax = settings.connectionsMax();
  }

  /**
   * A connection that was open a moment ago.
   *
   * @throws IOException where none can be opened
   */
  HttpConnection take(Deadline deadline) throws IOException {
    while (true) {
      Optional<HttpConnection> resting = poll();
      if (resting.isEmpty()) {
        return open(deadline);
      }
      if (resting.get().isFresh(IDLE_MAX)) {
        return resting.get();
      }
      resting.get().closeResource();
    }
  }

  /** Takes back a connection whose last exchange was read to its end. */
  void giveBack(HttpConnection connection) {
    connection.rest();
    synchronized (idle) {
      if (!closed && idle.size() < idleCountMax) {
        idle.push(connection);
        sweepLater();
        return;
      }
    }
    connection.closeResource();
  }

  /** Closes those that rest; those in use are closed when they are given back. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      sweeper.ifPresent(Thread::interrupt);
    }
    Optional<HttpConnection> resting = poll();
    while (resting.isPresent()) {
      resting.get().closeResource();
      resting = poll();
    }
  }

  private void sweepLater() {
    if (sweeper.isEmpty()) {
      sweeper =
          Optional.of(Thread.ofVirtual().name("upstream-idle-connections").start(this::sweep));
    }
  }

  /** Closes those that rested too long, until none is left. */
  private void sweep() {
    boolean goesOn = true;
    while (goesOn) {
      try {
        Thread.sleep(IDLE_MAX);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      List<HttpConnection> stale;
      synchronized (idle) {
        stale = idle.stream().filter(resting -> resting.restedFor(IDLE_MAX)).toList();
        idle.removeAll(stale);
        goesOn = !idle.isEmpty() && !Thread.currentThread().isInterrupted();
        if (!goesOn) {
          sweeper = Optional.empty();
        }
      }
      stale.forEach(HttpConnection::closeResource);
    }
  }

  private Optional<HttpConnection> poll() {
    synchronized (idle) {
      return Optional.ofNullable(idle.poll());
    }
  }

  private HttpConnection open(Deadline deadline) throws IOException {
    Dialler.Dialled dialled = dialler.dial(uri, deadline.orAfter(connectTimeout));
    return new HttpConnection(dialled.channel(), dialled.socket());
  }
}
