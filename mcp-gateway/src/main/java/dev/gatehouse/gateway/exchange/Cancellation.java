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
  private boolean withdrawn;
  private boolean open;

  /** Asks the thread to stop waiting: the client does not want the call any more. */
  synchronized void cancel() {
    withdrawn = true;
    leave();
  }

  /** The same, for the client waits no longer; whether it wants the call nobody knows. */
  synchronized void leave() {
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

  /** Whether the client said that it does not want the call. */
  synchronized boolean isWithdrawn() {
    return withdrawn;
  }

  /** Whether somebody asked. */
  synchronized boolean isWished() {
    return wished;
  }
}
