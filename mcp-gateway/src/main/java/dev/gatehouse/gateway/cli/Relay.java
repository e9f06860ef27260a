package dev.gatehouse.gateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The other end of {@link LocalSocket}: passes a client's bytes to the gateway that has the data
 * directory open already, and its bytes back. Used once.
 */
final class Relay implements AutoCloseable {
  private final SocketChannel gateway;

  private Relay(SocketChannel gateway) {
    this.gateway = gateway;
  }

  /** A connection to the noted gateway, if it is still there. */
  static Optional<Relay> to(RunningGateway noted) {
    try {
      return Optional.of(new Relay(LocalSocket.connect(noted.socket())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Passes bytes both ways until one side ends.
   *
   * @param bearer says who the client is
   * @return whether it was the client that ended it
   */
  boolean run(InputStream in, OutputStream out, StdioBearer bearer) throws IOException {
    AtomicBoolean clientEnded = new AtomicBoolean();
    String token = bearer.token();
    say((bearer.changes() ? TokenLines.MARK : "") + token);
    // A platform thread: reading standard input would pin the carrier of a virtual one.
    Thread.ofPlatform()
        .daemon()
        .name("relay-input")
        .start(() -> send(in, bearer, token, clientEnded));
    copy(Channels.newInputStream(gateway), out);
    return clientEnded.get();
  }

  private void say(String line) throws IOException {
    Channels.newOutputStream(gateway).write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void send(InputStream in, StdioBearer bearer, String first, AtomicBoolean ended) {
    try {
      OutputStream out = Channels.newOutputStream(gateway);
      if (bearer.changes()) {
        copy(in, out, bearer, first);
      } else {
        copy(in, out);
      }
      ended.set(true);
      gateway.shutdownOutput();
    } catch (IOException e) {
      // The gateway went away; the other direction ends and says so.
    }
  }

  /** Byte by byte as they come: a message must not wait in a buffer for the next. */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[16 << 10];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
      to.flush();
    }
  }

  /** The same, with each other token before the line that is the first to need it. */
  private void copy(InputStream from, OutputStream to, StdioBearer bearer, String first)
      throws IOException {
    byte[] buffer = new byte[16 << 10];
    String token = first;
    boolean isLineStart = true;
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      String now = isLineStart ? bearer.token() : token;
      if (!now.equals(token)) {
        say(TokenLines.MARK + now);
        token = now;
      }
      to.write(buffer, 0, read);
      to.flush();
      isLineStart = read > 0 ? buffer[read - 1] == '\n' : isLineStart;
    }
  }

  @Override
  public void close() {
    try {
      gateway.close();
    } catch (IOException e) {
      // Nothing depends on it any more.
    }
  }
}
