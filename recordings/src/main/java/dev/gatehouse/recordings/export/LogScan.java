package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.io.IOException;
import java.util.List;

/** Reads a log from its first entry on, a few at a time. */
final class LogScan {
  /** Entries read at once: few enough to hold with their payloads. */
  private static final int BATCH = 128;

  private LogScan() {}

  /** Is given each entry in its turn. */
  @FunctionalInterface
  interface Taker {
    void take(StoredEntry entry) throws RecordingException, IOException;
  }

  /** Hands over the entries below {@code end}, all of which must be there. */
  static void run(LogReader log, long end, Progress progress, Taker taker)
      throws RecordingException, IOException {
    long next = 0;
    while (next < end) {
      List<StoredEntry> read = log.read(next, (int) Math.min(BATCH, end - next));
      for (StoredEntry entry : read) {
        if (entry.index() != next) {
          throw new RecordingException("entry " + next + " is missing");
        }
        taker.take(entry);
        next++;
      }
      if (read.isEmpty()) {
        throw new RecordingException("entry " + next + " is missing");
      }
      progress.at(next, end);
    }
  }
}
