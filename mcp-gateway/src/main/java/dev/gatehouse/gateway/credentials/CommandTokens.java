package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a program that prints a token.
 *
 * <p>Guarantee: it ends within {@link #TIME_MAX}, with all that it started, and what it prints
 * beyond a token's size is not read; what it says on its standard error goes nowhere, because it
 * may be secret.
 */
final class CommandTokens implements TokenSource {
  private static final Duration TIME_MAX = Duration.ofSeconds(15);

  private final Trouble trouble;
  private final CredentialSettings.Command settings;

  CommandTokens(String upstream, CredentialSettings.Command settings) {
    this.trouble = new Trouble(upstream);
    this.settings = settings;
  }

  @Override
  public Token fetch(Deadline deadline) throws UpstreamException, InterruptedException {
    Deadline end = deadline.orAfter(TIME_MAX);
    Process process;
    try {
      process =
          new ProcessBuilder(settings.command())
              .directory(settings.directory().toFile())
              .redirectInput(Redirect.from(nothing()))
              .redirectError(Redirect.DISCARD)
              .start();
    } catch (IOException _) {
      throw trouble.forbidden("has no credential: its command cannot be started");
    }
    try {
      String text = output(process, end);
      if (process.exitValue() != 0) {
        throw trouble.away("has no credential: its command ended with " + process.exitValue());
      }
      if (!Token.isToken(text)) {
        throw trouble.forbidden("has no credential: its command printed no token");
      }
      return new Token(text, settings.refreshEvery());
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** What it printed, once it has ended. */
  private String output(Process process, Deadline end)
      throws UpstreamException, InterruptedException {
    AtomicReference<String> printed = new AtomicReference<>("");
    Thread reader =
        Thread.ofVirtual().name("credential-command").start(() -> printed.set(read(process)));
    boolean isOver =
        process.waitFor(end.remaining().toNanos(), TimeUnit.NANOSECONDS)
            && reader.join(end.remaining());
    if (!isOver) {
      throw trouble.away("has no credential: its command did not end in time");
    }
    return printed.get();
  }

  private static String read(Process process) {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readNBytes(Token.CHARS_MAX + 2), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }

  private static java.io.File nothing() {
    boolean isWindows = java.io.File.separatorChar == '\\';
    return new java.io.File(isWindows ? "NUL" : "/dev/null");
  }
}
