package dev.gatehouse.recordings;

import java.util.Optional;

/** The log, open for appending by this process and no other. Thread-safe. */
public final class EntryLog implements AutoCloseable {
  private final LogSettings settings;

  private EntryLog(LogSettings settings) {
    this.settings = settings;
  }

  /** Creates or recovers the log. */
  public static EntryLog open(LogSettings settings, Boot boot) throws RecordingException {
    if (boot.version().isEmpty()) {
      throw new RecordingException("cannot open " + settings.directory());
    }
    return new EntryLog(settings);
  }

  /** Appends, and returns when the entry is durable. */
  public Appended append(Entry entry) throws RecordingException {
    if (failure().isEmpty()) {
      throw new RecordingException("cannot append a " + entry.kind() + " entry yet");
    }
    return new Appended(0, new LeafHash(Bytes.of(new byte[32])), settings.clock().instant());
  }

  /** The name that checkpoints are signed under. */
  public String origin() {
    return settings.origin();
  }

  /** The key that verifies this log's checkpoints, as {@code name+id+key}. */
  public String verifierKey() {
    return "";
  }

  /** The number of durable entries. */
  public long size() {
    return 0;
  }

  /** Empty while the log accepts entries; else why it does not. */
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
