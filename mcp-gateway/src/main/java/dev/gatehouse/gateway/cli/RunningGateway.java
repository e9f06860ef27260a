package dev.gatehouse.gateway.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The note by which a gateway that serves a data directory is found by other commands: the file
 * {@code gateway.url} in that directory.
 *
 * <p>Shape: {@code http://127.0.0.1:7411/mcp} and a line break. Guarantee: none; a gateway that was
 * killed leaves its note behind, so whoever reads it must be ready to find nobody.
 */
final class RunningGateway {
  private static final String FILE = "gateway.url";
  private static final int CONNECT_MILLIS = 2_000;

  private RunningGateway() {}

  /** Leaves the note. */
  static void announce(Path directory, URI endpoint) throws IOException {
    Path written = Files.createTempFile(directory, FILE, ".tmp");
    Files.writeString(written, endpoint + "\n");
    Files.move(
        written,
        directory.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the note away, if it is still the one about this endpoint. */
  static void withdraw(Path directory, URI endpoint) {
    try {
      if (noted(directory).equals(Optional.of(endpoint))) {
        Files.deleteIfExists(directory.resolve(FILE));
      }
    } catch (IOException e) {
      // What stays behind is harmless: its readers try the address before they trust it.
    }
  }

  /** The endpoint in the note, if somebody accepts connections there. */
  static Optional<URI> find(Path directory) {
    return noted(directory).filter(RunningGateway::accepts);
  }

  private static Optional<URI> noted(Path directory) {
    try {
      return Optional.of(URI.create(Files.readString(directory.resolve(FILE)).strip()))
          .filter(uri -> uri.getHost() != null && uri.getPort() > 0);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean accepts(URI endpoint) {
    String host = endpoint.getHost().replaceAll("[\\[\\]]", "");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, endpoint.getPort()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
