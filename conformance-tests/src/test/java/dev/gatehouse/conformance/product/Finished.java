package dev.gatehouse.conformance.product;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that ended, with what it said. */
public record Finished(int exitCode, String out, String err) {

  /**
   * Runs a command to its end; one that takes longer than allowed is killed, and the test fails.
   */
  public static Finished of(Path folder, Duration atMost, List<String> command) {
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("did not end within " + atMost + ": " + command);
      }
      Finished finished = new Finished(process.exitValue(), take(out), take(err));
      return finished;
    } catch (IOException e) {
      throw new UncheckedIOException("running " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Itself, if it ended with this code; else the test fails and shows what it said. */
  public Finished expecting(int code) {
    assertEquals(code, exitCode, () -> "out:\n" + out + "\nerr:\n" + err);
    return this;
  }

  private static String take(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }
}
