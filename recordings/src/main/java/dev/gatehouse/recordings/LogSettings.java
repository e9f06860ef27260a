package dev.gatehouse.recordings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a log is kept.
 *
 * <p>Units and ranges: {@code origin} is the name that checkpoints are signed under, without spaces
 * or {@code +}; it is fixed when the log is created. {@code checkpointEvery} is between 10 ms and
 * one day. {@code queueEntriesMax} bounds the entries that wait for the sequencer. Below {@code
 * freeBytesMin} of free space no new exchange begins; what remains is for closing those that run.
 */
public record LogSettings(
    Path directory,
    String origin,
    Duration checkpointEvery,
    int queueEntriesMax,
    long freeBytesMin,
    InstantSource clock) {

  /** One name without a path: some verifiers take the first signature whose name is the host. */
  private static final String ORIGIN = "gatehouse.local";

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

  /** Twice what two full batches hold: more waiting would only hide that the disk is too slow. */
  private static final int QUEUE_ENTRIES_MAX = 4096;

  /** Room for the closing entries of a full queue with large replies. */
  private static final long FREE_BYTES_MIN = 64L * 1024 * 1024;

  public LogSettings {
    if (origin.isEmpty() || !origin.matches("[A-Za-z0-9._/:~-]{1,255}")) {
      throw new IllegalArgumentException(
          "origin `" + origin + "` expected to be like log.example.com or example.com/log");
    }
    if (checkpointEvery.compareTo(Duration.ofMillis(10)) < 0
        || checkpointEvery.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "checkpointEvery is " + checkpointEvery + ", expected 10 ms to one day");
    }
    if (queueEntriesMax < 1 || queueEntriesMax > 1_000_000) {
      throw new IllegalArgumentException(
          "queueEntriesMax is " + queueEntriesMax + ", expected 1 to 1000000");
    }
    if (freeBytesMin < 0) {
      throw new IllegalArgumentException(
          "freeBytesMin is " + freeBytesMin + ", expected 0 or more");
    }
  }

  /** The defaults, for the log in {@code directory}. */
  public static LogSettings of(Path directory) {
    return new LogSettings(
        directory,
        ORIGIN,
        CHECKPOINT_EVERY,
        QUEUE_ENTRIES_MAX,
        FREE_BYTES_MIN,
        InstantSource.system());
  }

  public LogSettings withOrigin(String name) {
    return new LogSettings(directory, name, checkpointEvery, queueEntriesMax, freeBytesMin, clock);
  }

  public LogSettings withCheckpointEvery(Duration interval) {
    return new LogSettings(directory, origin, interval, queueEntriesMax, freeBytesMin, clock);
  }

  public LogSettings withQueueEntriesMax(int entries) {
    return new LogSettings(directory, origin, checkpointEvery, entries, freeBytesMin, clock);
  }

  public LogSettings withFreeBytesMin(long bytes) {
    return new LogSettings(directory, origin, checkpointEvery, queueEntriesMax, bytes, clock);
  }

  public LogSettings withClock(InstantSource source) {
    return new LogSettings(
        directory, origin, checkpointEvery, queueEntriesMax, freeBytesMin, source);
  }
}
