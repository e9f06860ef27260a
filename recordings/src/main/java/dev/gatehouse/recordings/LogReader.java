package dev.gatehouse.recordings;

import java.nio.file.Path;
import java.util.List;

/** Reads a log, also beside a running writer. Thread-safe. */
public final class LogReader implements AutoCloseable {
  private LogReader() {}

  /** Opens the log in {@code directory} for reading. */
  public static LogReader open(Path directory) throws RecordingException {
    if (directory.toString().isEmpty()) {
      throw new RecordingException("cannot read the log in an empty path");
    }
    return new LogReader();
  }

  /** The number of durable entries now. */
  public long size() throws RecordingException {
    return 0;
  }

  /** At most {@code entriesMax} entries from {@code fromIndex} on, in order. */
  public List<StoredEntry> read(long fromIndex, int entriesMax) throws RecordingException {
    return List.of();
  }

  @Override
  public void close() {}
}
