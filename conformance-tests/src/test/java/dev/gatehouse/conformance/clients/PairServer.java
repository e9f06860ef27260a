package dev.gatehouse.conformance.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.List;

/** The server with something for every check of the script, in one era, in a process of its own. */
final class PairServer implements AutoCloseable {
  private static final String SCRIPT = "pairs/server.mjs";
  private static final String READY = "listening ";

  private final Process process;
  private final URI uri;

  private PairServer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** The command that starts it over standard streams, from any folder. */
  static List<String> command(String node, String era, String name) {
    String script = NodePackages.installed().resolve(SCRIPT).toString();
    return List.of(node, script, era, "stdio", name);
  }

  /** Starts it over HTTP, and waits until it serves or has ended. */
  static PairServer start(String node, String era, String name) {
    try {
      Process process =
          new ProcessBuilder(node, SCRIPT, era, "http", name)
              .directory(NodePackages.installed().toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader();
      String line = out.readLine();
      if (line == null || !line.startsWith(READY)) {
        process.destroyForcibly();
        throw new AssertionError("the server said `" + line + "`");
      }
      return new PairServer(process, URI.create(line.substring(READY.length())));
    } catch (IOException e) {
      throw new UncheckedIOException("starting the server of the pairs", e);
    }
  }

  URI uri() {
    return uri;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
