package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;

/**
 * The connections to one server: opened when needed, kept for a while afterwards. Thread-safe; no
 * lock is held while one is opened or tried.
 */
final class HttpConnections implements AutoCloseable {
  // Longer than most pauses in a conversation, shorter than most servers' and balancers' patience.
  private static final Duration IDLE_MAX = Duration.ofSeconds(30);
  private static final int ADDRESSES_MAX = 8;
  // A server that is gone without a word is noticed by who listens to it in minutes, not in hours.
  private static final int KEEP_ALIVE_SECONDS = 60;

  private final URI uri;
  private final SSLContext tls;
  private final Duration connectTimeout;
  private final int idleCountMax;
  private final Deque<HttpConnection> idle = new ArrayDeque<>();
  private boolean closed;
  private Optional<Thread> sweeper = Optional.empty();

  HttpConnections(HttpSettings settings, SSLContext tls) {
    this.uri = settings.uri();
    this.tls = tls;
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
    String host = uri.getHost().replaceAll("^\\[|]$", "");
    Deadline connected =
        Deadline.after(
            deadline.remaining().compareTo(connectTimeout) < 0
                ? deadline.remaining()
                : connectTimeout);
    IOException last = new IOException("the host has no address");
    InetAddress[] addresses = InetAddress.getAllByName(host);
    // Each in turn: `localhost` is two addresses, and a server may listen on one of them only.
    for (int i = 0; i < Math.min(addresses.length, ADDRESSES_MAX); i++) {
      try {
        return open(host, new InetSocketAddress(addresses[i], port()), connected);
      } catch (IOException e) {
        last = e;
        if (Thread.currentThread().isInterrupted() || connected.hasPassed()) {
          break;
        }
      }
    }
    throw last;
  }

  // The connection that is returned owns the channel.
  @SuppressWarnings("resource")
  private HttpConnection open(String host, InetSocketAddress address, Deadline connected)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
        channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
      }
      int millis = Math.clamp(connected.remaining().toMillis(), 1, Integer.MAX_VALUE);
      channel.socket().connect(address, millis);
      Socket socket = isTls() ? secured(channel.socket(), host, connected) : channel.socket();
      return new HttpConnection(channel, socket);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private SSLSocket secured(Socket plain, String host, Deadline connected) throws IOException {
    SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(Math.clamp(connected.remaining().toMillis(), 1, Integer.MAX_VALUE));
    socket.startHandshake();
    return socket;
  }

  private boolean isTls() {
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  private int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isTls() ? 443 : 80;
  }
}
