package dev.gatehouse.gateway.transport;

import java.util.concurrent.Semaphore;

/**
 * The places that messages take while they are at work: calls, streams that last, and whatever asks
 * for nothing, each apart. Calls that wait for their clients may take all places for calls, so that
 * answers and cancellations must find their own. Thread-safe.
 */
final class Places {
  private final Semaphore calls;
  private final Semaphore streams;
  private final Semaphore others;

  /**
   * All free.
   *
   * @param callsMax calls at work at one time, and as many messages that ask for nothing
   * @param streamsMax streams at one time
   */
  Places(int callsMax, int streamsMax) {
    this.calls = new Semaphore(callsMax);
    this.streams = new Semaphore(streamsMax);
    this.others = new Semaphore(callsMax);
  }

  Semaphore calls() {
    return calls;
  }

  Semaphore streams() {
    return streams;
  }

  /** Where a message takes its place. What its sender says beside it does not count. */
  Semaphore of(byte[] message) {
    if (Lines.listens(message)) {
      return streams;
    }
    return Lines.mayAsk(message) ? calls : others;
  }
}
