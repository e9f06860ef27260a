package dev.gatehouse.gateway.exchange;

/**
 * Lets others stop one thread's wait for an upstream, and nothing else that the thread does.
 *
 * <p>An interrupt that came while something is written into the log would leave it unknown whether
 * it was. So the thread may be interrupted only between {@link #open()} and {@link #close()}; a
 * wish that comes at another time waits for the next opening. Thread-safe.
 */
final class Cancellation {
  private final Thread thread = Thread.currentThread();
  private boolean wished;
  private boolean open;

  /** Asks the thread to stop waiting. */
  synchronized void cancel() {
    wished = true;
    if (open) {
      thread.interrupt();
    }
  }

  /** Begins a wait that may be stopped. */
  synchronized void open() {
    open = true;
    if (wished) {
      thread.interrupt();
    }
  }

  /** Ends it: no interrupt comes after this, and one that came is taken back. */
  synchronized void close() {
    open = false;
    Thread.interrupted();
  }

  /** Whether somebody asked. */
  synchronized boolean isWished() {
    return wished;
  }
}
