package dev.gatehouse.gateway.cli;

import dev.gatehouse.recordings.export.Progress;
import java.time.Duration;

/**
 * Shows on one line of standard error how far an export has come, how fast, and how long it will
 * take. Confined to one thread.
 */
final class ExportProgress implements Progress {
  private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

  /** Nothing is shown of what is over before anybody could read it. */
  private static final long FIRST_NANOS = Duration.ofMillis(700).toNanos();

  private final Terminal terminal;
  private final long started = System.nanoTime();
  private long next = started + FIRST_NANOS;
  private boolean shown;

  private ExportProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** On a screen, unless it is to be quiet; else nowhere. */
  static ExportProgress on(Terminal terminal, boolean quiet) {
    ExportProgress progress = new ExportProgress(terminal);
    if (quiet || !terminal.colours()) {
      progress.next = Long.MAX_VALUE;
    }
    return progress;
  }

  @Override
  public void at(long done, long all) {
    long now = System.nanoTime();
    if (now < next) {
      return;
    }
    next = now + EVERY_NANOS;
    shown = true;
    terminal.err().print("\r\u001b[K" + line(done, all, Duration.ofNanos(now - started)));
    terminal.err().flush();
  }

  /** Shape: {@code 120000 of 1000000 entries, 60000 a second, 15 s to go}. */
  static String line(long done, long all, Duration taken) {
    double seconds = Math.max(1, taken.toMillis()) / 1000.0;
    double rate = done / seconds;
    long remaining = done == 0 ? 0 : Math.round((all - done) / rate);
    return "%d of %d entries, %d a second, %d s to go"
        .formatted(done, all, Math.round(rate), remaining);
  }

  /** Takes the line away. */
  void end() {
    if (shown) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
