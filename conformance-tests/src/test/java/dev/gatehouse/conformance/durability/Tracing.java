package dev.gatehouse.conformance.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.conformance.product.Finished;
import dev.gatehouse.conformance.product.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Listens to a process that is started with the tracing library. Confined to one thread. */
final class Tracing implements AutoCloseable {
  private static final Duration COMPILING = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(60);

  private final Path library;
  private final Path watched;
  private final Path pipe;
  private final Thread reader;
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private Tracing(Path library, Path watched, Path pipe, Consumer<TraceEvent> to) {
    this.library = library;
    this.watched = watched;
    this.pipe = pipe;
    this.reader = Thread.ofPlatform().daemon().name("trace").unstarted(() -> read(to));
  }

  /**
   * Listens to what happens below a directory; aborts the test where nothing compiles C.
   *
   * @param folder for the pipe
   */
  static Tracing of(Path watched, Path folder, Consumer<TraceEvent> to) throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "LD_PRELOAD is asked of Linux");
    List<String> compilers = Stream.of("cc", "gcc").filter(Tracing::isOnThePath).toList();
    assumeTrue(!compilers.isEmpty(), "neither cc nor gcc is on the path");
    Path module = Product.root().resolve("conformance-tests");
    Path library = folder.toRealPath().resolve("trace.so");
    Path pipe = folder.toRealPath().resolve("trace");
    String source = module.resolve("src/test/c/trace.c").toString();
    Finished.of(
            folder,
            COMPILING,
            List.of(
                compilers.getFirst(),
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                library.toString(),
                source,
                "-lpthread"))
        .expecting(0);
    Finished.of(folder, COMPILING, List.of("mkfifo", pipe.toString())).expecting(0);
    Tracing tracing = new Tracing(library, watched, pipe, to);
    tracing.reader.start();
    return tracing;
  }

  /** The command that runs another with the library. */
  List<String> command(List<String> command) {
    List<String> traced = new ArrayList<>();
    traced.add("env");
    traced.add("LD_PRELOAD=" + library);
    traced.add("TRACE_ROOT=" + watched);
    traced.add("TRACE_PIPE=" + pipe);
    traced.addAll(command);
    return traced;
  }

  /** Waits for the end of the trace, which is the end of the process. */
  @Override
  public void close() {
    try {
      reader.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    assertEquals("", failure.get());
    assertEquals(false, reader.isAlive(), "the traced process has not ended");
  }

  private void read(Consumer<TraceEvent> to) {
    try {
      new TraceReader(to).read(pipe);
    } catch (IOException | RuntimeException e) {
      failure.set("cannot read the trace: " + e);
      drain();
    }
  }

  /** The process would wait for ever with a full pipe. */
  private void drain() {
    try {
      new TraceReader(event -> {}).read(pipe);
    } catch (IOException e) {
      failure.accumulateAndGet("" + e, (first, second) -> first + "; " + second);
    }
  }

  private static boolean isOnThePath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
