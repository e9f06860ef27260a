package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.StoredRow;
import dev.gatehouse.recordings.store.PayloadKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log, also beside a running writer in this or another process. Confined to one thread.
 *
 * <p>Errors: {@link RecordingException} where the log cannot be read or an entry does not hang
 * together; but only the verifier checks the log as a whole.
 */
public final class LogReader implements AutoCloseable {
  /** What one reading hands out at most, beside its last entry: 32 MiB of parts. */
  private static final long PART_BYTES_MAX = 32L * 1024 * 1024;

  private static final int ENTRIES_MAX = 10_000;

  /** What is fetched at once before the parts are counted. */
  private static final int ROWS_MAX = 16;

  private final DataDirectory directory;
  private final EntryReader entries;
  private final PayloadKeys keys;

  private LogReader(DataDirectory directory, EntryReader entries, PayloadKeys keys) {
    this.directory = directory;
    this.entries = entries;
    this.keys = keys;
  }

  /** Whether {@code directory} is the data directory of a log, be it whole or not. */
  public static boolean holdsLog(Path directory) {
    return Files.exists(directory.resolve("log.db")) || Files.exists(directory.resolve("postgres"));
  }

  /** Opens the log in {@code directory} for reading. */
  public static LogReader open(Path directory) throws RecordingException {
    Optional<EntryReader> opened = Optional.empty();
    try {
      DataDirectory data = new DataDirectory(directory);
      EntryReader entries = EntryReader.open(data);
      opened = Optional.of(entries);
      LogReader reader = new LogReader(data, entries, PayloadKeys.openForReading(data));
      opened = Optional.empty();
      return reader;
    } catch (SQLException | IOException | IllegalArgumentException e) {
      throw new RecordingException("cannot read the log: " + e.getMessage(), e);
    } finally {
      opened.ifPresent(LogReader::discard);
    }
  }

  private static void discard(EntryReader entries) {
    try {
      entries.close();
    } catch (SQLException e) {
      // The failure that is on its way to the caller says more.
    }
  }

  /** The number of durable entries now. */
  public long size() throws RecordingException {
    try {
      return entries.head().size();
    } catch (SQLException e) {
      throw new RecordingException("cannot read the head of " + directory.path(), e);
    }
  }

  /**
   * Entries from {@code fromIndex} on, in order: at most {@code entriesMax}, fewer where their
   * parts are large, none at the end.
   */
  public List<StoredEntry> read(long fromIndex, int entriesMax) throws RecordingException {
    List<StoredEntry> read = new ArrayList<>();
    long index = fromIndex;
    try {
      long partBytes = 0;
      int wanted = Math.min(entriesMax, ENTRIES_MAX);
      while (read.size() < wanted && partBytes <= PART_BYTES_MAX) {
        List<StoredRow> rows =
            entries.rows(fromIndex + read.size(), Math.min(ROWS_MAX, wanted - read.size()));
        if (rows.isEmpty()) {
          break;
        }
        for (StoredRow row : rows) {
          index = row.leaf().index();
          StoredEntry entry = entry(row);
          read.add(entry);
          partBytes += entry.parts().stream().mapToLong(part -> part.content().length()).sum();
        }
      }
      return read;
    } catch (SQLException | IOException | GeneralSecurityException | MalformedLeafException e) {
      throw new RecordingException("cannot read entry " + index + " of " + directory.path(), e);
    }
  }

  private StoredEntry entry(StoredRow row)
      throws SQLException, IOException, GeneralSecurityException, MalformedLeafException {
    String text = new String(row.leaf().statement(), US_ASCII);
    Leaf leaf = Leaf.parse(text);
    List<Part> parts = new ArrayList<>();
    for (Disclosure open : keys.open(row)) {
      if (leaf.commitments().containsKey(open.part())) {
        parts.add(new Part(PartName.ofWireName(open.part()), Bytes.wrap(open.content())));
      }
    }
    LeafHash hash = new LeafHash(Bytes.wrap(row.leaf().hash().toArray()));
    return new StoredEntry(row.leaf().index(), hash, text, parts);
  }

  @Override
  public void close() {
    discard(entries);
    try {
      keys.close();
    } catch (SQLException e) {
      // Nothing was written through it.
    }
  }
}
