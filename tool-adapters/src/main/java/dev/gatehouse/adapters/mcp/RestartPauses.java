package dev.gatehouse.adapters.mcp;

import java.time.Duration;

/**
 * How long a child that keeps failing is left alone: twice as long after each failure, from the
 * shortest to the longest pause; not at all after it has answered something. Thread-safe.
 */
final class RestartPauses {
  private final StdioSettings.Restart settings;
  private Duration next;
  private long notBefore = System.nanoTime();

  RestartPauses(StdioSettings.Restart settings) {
    this.settings = settings;
    this.next = settings.first();
  }

  /** What is left of the current pause. */
  synchronized Duration left() {
    return Duration.ofNanos(Math.max(0, notBefore - System.nanoTime()));
  }

  /** It ended before it answered anything. */
  synchronized void failed() {
    notBefore = System.nanoTime() + next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(settings.longest()) < 0 ? doubled : settings.longest();
  }

  /** It answered. */
  synchronized void succeeded() {
    next = settings.first();
  }
}
