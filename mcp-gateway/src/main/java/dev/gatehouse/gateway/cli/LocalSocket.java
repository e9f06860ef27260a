package dev.gatehouse.gateway.cli;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.custody.Answer;
import dev.gatehouse.gateway.custody.Giver;
import dev.gatehouse.gateway.custody.Order;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets other processes of the same user share a gateway: several desktop clients each start {@code
 * gatehouse stdio}, but one data directory has one gateway.
 *
 * <p>Shape: a Unix domain socket; each connection begins with one line, a bearer token or nothing,
 * and goes on as MCP over standard streams does; or as {@link TokenLines}; or with the line {@code
 * an order}, then one line of JSON, an {@link Order} and who gives it, which one line answers. Only
 * this user can reach it, because it lies in a folder of mode 0700. Thread-safe.
 */
final class LocalSocket implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LocalSocket.class.getName());

  /** More desktop clients than a person runs; each holds a thread and a session. */
  private static final int CLIENTS_MAX = 64;

  /** An order with its tokens, or with a change of arguments, and an access token. */
  private static final int LINE_BYTES_MAX = 128 << 10;

  private static final Duration LAST_CALLS_END_WITHIN = Duration.ofSeconds(5);

  /** The first line of a connection that brings an order; no token has a blank. */
  static final String ORDER = "an order";

  private static final String FOLDER = "gatehouse-";
  private static final String FILE = "socket";

  private final Gateway gateway;
  private final Path path;
  private final ServerSocketChannel listening;
  private final Semaphore places = new Semaphore(CLIENTS_MAX);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  private LocalSocket(Gateway gateway, Path path, ServerSocketChannel listening) {
    this.gateway = gateway;
    this.path = path;
    this.listening = listening;
  }

  /** Opens the door to this gateway. */
  static LocalSocket open(Gateway gateway) throws IOException {
    // Not in the data directory: a socket's path is at most about 100 bytes long.
    Path path = Files.createTempDirectory(FOLDER).resolve(FILE);
    ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    LocalSocket socket = new LocalSocket(gateway, path, listening);
    Thread.ofVirtual().name("local-socket").start(socket::accept);
    return socket;
  }

  Path path() {
    return path;
  }

  /** Waits until nobody uses it any more. */
  void awaitLast() throws InterruptedException {
    places.acquire(CLIENTS_MAX);
    places.release(CLIENTS_MAX);
  }

  /** Takes in nobody more, and lets calls that are under way end within a short time. */
  @Override
  public void close() {
    quietly(listening::close);
    clients.forEach(client -> quietly(client::shutdownInput));
    try {
      if (places.tryAcquire(CLIENTS_MAX, LAST_CALLS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        places.release(CLIENTS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(client -> quietly(client::close));
    remove(path);
  }

  /**
   * A connection to this socket, which is tried only where its folder is this user's alone: another
   * user could make the one anew that a killed gateway has noted.
   */
  static SocketChannel connect(Path socket) throws IOException {
    Path folder = socket.getParent();
    if (folder == null) {
      throw new IOException("no folder of a socket");
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      PosixFileAttributes seen =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      // A file that is made now belongs to this user, whatever the name of that is.
      boolean isOurs =
          seen.isDirectory()
              && seen.permissions().equals(PosixFilePermissions.fromString("rwx------"))
              && seen.owner().equals(owner());
      if (!isOurs) {
        throw new IOException("the folder of the socket is not this user's alone");
      }
    }
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static UserPrincipal owner() throws IOException {
    Path made = Files.createTempFile("gatehouse", "");
    try {
      return Files.getOwner(made);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** Removes a socket and its folder, if this is one of ours. */
  static void remove(Path socket) {
    Path folder = socket.getParent();
    if (folder == null
        || !socket.endsWith(FILE)
        || !String.valueOf(folder.getFileName()).startsWith(FOLDER)) {
      return;
    }
    quietly(() -> Files.deleteIfExists(socket));
    quietly(() -> Files.deleteIfExists(folder));
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void quietly(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot tidy up after the local socket", e);
    }
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel client = listening.accept();
        if (places.tryAcquire()) {
          Thread.startVirtualThread(() -> serve(client));
        } else {
          client.close();
        }
      } catch (IOException e) {
        if (listening.isOpen()) {
          LOG.log(Level.WARNING, "cannot take in a client over the local socket", e);
        }
      }
    }
  }

  private void serve(SocketChannel client) {
    clients.add(client);
    try (client) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(client));
      String first = firstLine(in);
      if (first.equals(ORDER)) {
        answer(firstLine(in), Channels.newOutputStream(client));
      } else if (first.startsWith(TokenLines.MARK)) {
        TokenLines lines =
            new TokenLines(in, LINE_BYTES_MAX, first.substring(TokenLines.MARK.length()));
        OutputStream out = Channels.newOutputStream(client);
        gateway.serveStdio(lines, out, () -> StdioBearer.relayed(lines.token()));
      } else {
        gateway.serveStdio(in, Channels.newOutputStream(client), () -> StdioBearer.of(first));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a client over the local socket went away");
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  private void answer(String line, OutputStream out) throws IOException {
    Answer answer;
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      JsonObject json = reader.readObject();
      Optional<String> token =
          Optional.of(json.getString("token", "")).filter(text -> !text.isEmpty());
      answer = gateway.perform(Order.of(json), new Giver(json.getString("by", "?"), token));
    } catch (JsonException | IllegalArgumentException e) {
      answer = new Answer(false, "an order that cannot be read: " + e.getMessage());
    }
    out.write((answer.json() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() >= LINE_BYTES_MAX) {
        throw new IOException("the first line is longer than a token");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
