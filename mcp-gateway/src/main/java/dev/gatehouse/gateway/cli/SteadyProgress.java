package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.export.Progress;
import java.time.Duration;

/**
 * Shows how far a reading of the log has come: on a screen on one line that is kept up to date,
 * elsewhere, such as in the log of a build, on a new line every few seconds. Confined to one
 * thread.
 */
final class SteadyProgress implements Progress {
  private static final long EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final Terminal terminal;
  private final boolean quiet;
  private final ExportProgress onScreen;
  private final long started = System.nanoTime();
  private long next = started + EVERY_NANOS;

  SteadyProgress(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.onScreen = ExportProgress.on(terminal, quiet);
  }

  @Override
  public void at(long done, long all) {
    onScreen.at(done, all);
    long now = System.nanoTime();
    if (!quiet && !terminal.colours() && now >= next) {
      next = now + EVERY_NANOS;
      terminal.err().println(ExportProgress.line(done, all, Duration.ofNanos(now - started)));
    }
  }

  /** Takes away what is on the screen. */
  void end() {
    onScreen.end();
  }
}
