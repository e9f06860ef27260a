package dev.gatehouse.gateway.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The note by which a gateway that has a data directory open is found by other commands of the same
 * user: the file {@code running.properties} in that directory.
 *
 * <p>Shape: {@code url=http://127.0.0.1:7411/mcp} and {@code socket=/tmp/gatehouse123/socket}.
 * Guarantee: none; a gateway that was killed leaves its note behind, so whoever reads it must be
 * ready to find nobody.
 *
 * @param url the MCP endpoint, where it serves over HTTP
 * @param socket where it takes in other processes that speak MCP over standard streams
 */
record RunningGateway(Optional<URI> url, Path socket) {
  private static final String FILE = "running.properties";

  /** The note in this directory, whether or not it still holds. */
  static Optional<RunningGateway> noted(Path directory) {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(Files.readString(directory.resolve(FILE))));
      return Optional.of(
          new RunningGateway(
              Optional.ofNullable(properties.getProperty("url")).map(URI::create),
              Path.of(properties.getProperty("socket", ""))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Leaves this note, in place of that of a gateway that was killed. */
  void announce(Path directory) throws IOException {
    noted(directory).ifPresent(killed -> LocalSocket.remove(killed.socket()));
    Properties properties = new Properties();
    url.ifPresent(uri -> properties.setProperty("url", uri.toString()));
    properties.setProperty("socket", socket.toString());
    StringWriter text = new StringWriter();
    properties.store(text, "The gateway that has this directory open.");
    Path written = Files.createTempFile(directory, "running", ".tmp");
    Files.writeString(written, text.toString());
    Files.move(
        written,
        directory.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes this note away, unless another took its place. */
  void withdraw(Path directory) {
    try {
      if (noted(directory).equals(Optional.of(this))) {
        Files.deleteIfExists(directory.resolve(FILE));
      }
    } catch (IOException | InvalidPathException e) {
      // What stays behind is harmless: its readers try what it says before they trust it.
    }
  }
}
