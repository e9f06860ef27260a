package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import java.util.List;
import java.util.Optional;

/**
 * One exchange with all its entries, or one entry that is in none. Confined to the thread and the
 * visit that it is handed out in.
 *
 * <p>Units and ranges: {@link #indexes()} ascend, and there is at least one.
 */
public final class EntryGroup {
  private final ExchangeReader reader;
  private final Gathering.Together together;

  EntryGroup(ExchangeReader reader, Gathering.Together together) {
    this.reader = reader;
    this.together = together;
  }

  public Optional<String> exchange() {
    return together.exchange();
  }

  /** Whether its last entry closes the exchange. */
  public boolean closed() {
    return together.closed();
  }

  public List<Long> indexes() {
    return together.indexes();
  }

  /** The entry at {@code index}, one of {@link #indexes()}. */
  public StoredEntry entry(long index) throws RecordingException {
    return reader.entry(index);
  }

  /** The entry which says that {@code entry} lost its parts; empty also where it has them. */
  public Optional<Long> erasedBy(StoredEntry entry) throws RecordingException {
    return entry.disclosable() ? Optional.empty() : reader.erasedBy(entry.index());
  }
}
