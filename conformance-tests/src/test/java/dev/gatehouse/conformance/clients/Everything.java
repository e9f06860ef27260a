package dev.gatehouse.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The reference server that has everything, over Streamable HTTP, in a process of its own. */
final class Everything implements AutoCloseable {
  private static final Duration START_AT_MOST = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private Everything(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Everything start() {
    try {
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(NodePackages.server("everything", "streamableHttp"))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD);
      builder.environment().put("PORT", Integer.toString(port));
      Everything started = new Everything(builder.start(), port);
      started.awaitPort();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("starting server-everything", e);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + START_AT_MOST.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException e) {
        pause();
      }
    }
    close();
    throw new IOException("nothing listens on port " + port);
  }

  private void pause() {
    try {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
