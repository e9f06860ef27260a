package dev.gatehouse.conformance.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A gateway at work in a process of its own, its output kept in files beside its configuration.
 * Thread-safe.
 */
public final class GatehouseProcess implements AutoCloseable {
  private static final Duration START_AT_MOST = Duration.ofSeconds(40);
  private static final Duration STOP_AT_MOST = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final String READY = "ready ";

  private final Process process;
  private final Path out;
  private final Path err;
  private final URI mcp;

  private GatehouseProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.mcp = awaitReady();
  }

  /**
   * Starts {@code serve} in a folder that holds {@code gatehouse.yaml}; waits until it is ready.
   */
  public static GatehouseProcess serve(Path folder) {
    return serve(folder, Product.command("serve", "--config", "gatehouse.yaml"));
  }

  /** The same with a command line of the caller's. */
  public static GatehouseProcess serve(Path folder, List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "gateway-", ".out");
      Path err = Files.createTempFile(folder, "gateway-", ".err");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(Redirect.to(out.toFile()))
              .redirectError(Redirect.to(err.toFile()))
              .start();
      return new GatehouseProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command, e);
    }
  }

  /** The endpoint of all upstreams. */
  public URI mcp() {
    return mcp;
  }

  /** The endpoint of one upstream. */
  public URI mcp(String upstream) {
    return URI.create(mcp + "/" + upstream);
  }

  /** Another path of the same server. */
  public URI at(String path) {
    return mcp.resolve(path);
  }

  /** What it wrote so far, on both outputs. */
  public String said() {
    return text(out) + "\n" + text(err);
  }

  /** Ends it at once: it cannot do anything more. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks it to stop, and gives its exit code. */
  public int stop() {
    process.destroy();
    await();
    return process.exitValue();
  }

  /** Waits until it ends by itself, and gives its exit code. */
  public int awaitEnd() {
    await();
    return process.exitValue();
  }

  /** The operating system's name for it. */
  public long pid() {
    return process.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private void await() {
    try {
      if (!process.waitFor(STOP_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("did not stop within " + STOP_AT_MOST + "\n" + said());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private URI awaitReady() {
    long end = System.nanoTime() + START_AT_MOST.toNanos();
    while (System.nanoTime() < end) {
      Optional<String> ready = text(out).lines().filter(line -> line.startsWith(READY)).findFirst();
      if (ready.isPresent() && text(out).contains(ready.get() + "\n")) {
        return URI.create(ready.get().substring(READY.length()).strip());
      }
      if (!process.isAlive()) {
        throw new AssertionError("ended with " + process.exitValue() + "\n" + said());
      }
      pause();
    }
    process.destroyForcibly();
    throw new AssertionError("not ready within " + START_AT_MOST + "\n" + said());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
