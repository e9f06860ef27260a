package dev.gatehouse.gateway.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is kept of streams for clients that lost their connections.
 *
 * @param eventsMax of one session
 * @param charsMax of one session; its newest event is kept whatever its size
 * @param allCharsMax of all sessions together
 * @param age of an event, after which nobody comes back for it
 * @param patience how long a message waits for a client that reads slowly before older ones go
 * @param linger how long a session is listened for when nobody is connected to hear it
 * @param held characters of all sessions
 */
record StreamBounds(
    int eventsMax,
    long charsMax,
    long allCharsMax,
    Duration age,
    Duration patience,
    Duration linger,
    AtomicLong held) {

  /** An eighth of the memory at most: what is kept is a service, and calls need the rest. */
  static StreamBounds standard() {
    return new StreamBounds(
        1000,
        8 << 20,
        Math.min(128L << 20, Runtime.getRuntime().maxMemory() / 8),
        Duration.ofMinutes(5),
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        new AtomicLong());
  }
}
