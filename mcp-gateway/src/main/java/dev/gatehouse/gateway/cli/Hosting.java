package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.Configuration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A gateway at work in this process, which other commands can find.
 *
 * <p>Guarantee: it is closed exactly once, by whoever comes first: its owner, or the signal that
 * ends the process. Thread-safe.
 */
final class Hosting implements AutoCloseable {
  private final Gateway gateway;
  private final Path directory;
  private final LocalSocket socket;
  private final RunningGateway note;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Hosting(Gateway gateway, Path directory, LocalSocket socket, Optional<URI> url) {
    this.gateway = gateway;
    this.directory = directory;
    this.socket = socket;
    this.note = new RunningGateway(url, socket.path());
  }

  /** Hosts a gateway that serves HTTP. */
  static Hosting overHttp(Gateway gateway, Configuration configuration) throws IOException {
    LocalSocket socket = open(gateway);
    Path directory = configuration.recordings().directory();
    return announced(new Hosting(gateway, directory, socket, Optional.of(gateway.uri())));
  }

  /** Hosts a gateway that serves standard streams only. */
  static Hosting overStdio(Gateway gateway, Configuration configuration) throws IOException {
    LocalSocket socket = open(gateway);
    Path directory = configuration.recordings().directory();
    return announced(new Hosting(gateway, directory, socket, Optional.empty()));
  }

  Gateway gateway() {
    return gateway;
  }

  /** Waits until no other process shares the gateway any more. */
  void awaitLastNeighbour() throws InterruptedException {
    socket.awaitLast();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      note.withdraw(directory);
      socket.close();
      gateway.close();
    }
  }

  private static LocalSocket open(Gateway gateway) throws IOException {
    try {
      return LocalSocket.open(gateway);
    } catch (IOException e) {
      gateway.close();
      throw new IOException("cannot open a local socket: " + e.getMessage(), e);
    }
  }

  private static Hosting announced(Hosting hosting) throws IOException {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stopping").unstarted(hosting::close));
    try {
      hosting.note.announce(hosting.directory);
      return hosting;
    } catch (IOException e) {
      hosting.close();
      throw new IOException("cannot write into " + hosting.directory + ": " + e.getMessage(), e);
    }
  }
}
