package dev.gatehouse.conformance.suite;

import dev.gatehouse.conformance.clients.NodePackages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.Locale;

/** The server that the suite looks at, on the official SDKs, in a process of its own. */
final class FixtureServer implements AutoCloseable {
  private static final String READY = "listening ";

  /** What it speaks. */
  enum Eras {
    BOTH,
    LEGACY,
    MODERN;

    /** As its upstream is called behind the gateway. */
    String upstream() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Process process;
  private final URI uri;

  private FixtureServer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts it, and waits until it serves or has ended. */
  static FixtureServer start(Eras eras) {
    try {
      Process process =
          new ProcessBuilder(NodePackages.recentNode(), "suite/fixture.mjs", eras.upstream())
              .directory(NodePackages.folder().toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader();
      String line = out.readLine();
      if (line == null || !line.startsWith(READY)) {
        process.destroyForcibly();
        throw new AssertionError("the fixture said `" + line + "`");
      }
      return new FixtureServer(process, URI.create(line.substring(READY.length())));
    } catch (IOException e) {
      throw new UncheckedIOException("starting the fixture", e);
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
