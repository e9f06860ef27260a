package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.ClosedLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.StoredEntry;
import dev.gatehouse.recordings.export.Gathering.Together;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Reads a log exchange by exchange, as far as its newest signed checkpoint. Confined to one thread.
 *
 * <p>Guarantee: what it holds does not grow with the log, but with the messages of exchanges that
 * are open at one time.
 */
public final class ExchangeReader implements AutoCloseable {
  private final LogReader log;
  private final EntryReader leaves;
  private final SignedEnd end;
  private final RecentEntries recent = new RecentEntries();
  private Optional<Erasures> erasures = Optional.empty();

  private ExchangeReader(LogReader log, EntryReader leaves, SignedEnd end) {
    this.log = log;
    this.leaves = leaves;
    this.end = end;
  }

  /** The tree that is read: {@code size} entries with this {@code root}, signed by {@code key}. */
  public record Covered(String origin, long size, String root, String key) {}

  /** Is given each exchange when it closes, and each entry that is in none. */
  @FunctionalInterface
  public interface Visitor {
    void visit(EntryGroup group) throws RecordingException, IOException;
  }

  /** Opens the log in {@code directory}; where no process has it open, its end is signed first. */
  public static ExchangeReader open(Path directory) throws RecordingException {
    ClosedLog.sign(directory);
    LogReader log = LogReader.open(directory);
    Optional<EntryReader> opened = Optional.empty();
    try {
      opened = Optional.of(EntryReader.open(new DataDirectory(directory)));
      ExchangeReader reader = new ExchangeReader(log, opened.get(), SignedEnd.of(opened.get()));
      opened = Optional.empty();
      return reader;
    } catch (IOException | SQLException | MalformedNoteException e) {
      log.close();
      throw new RecordingException(
          "cannot read the log in " + directory + ": " + e.getMessage(), e);
    } finally {
      opened.ifPresent(ExchangeReader::discard);
    }
  }

  private static void discard(EntryReader leaves) {
    try {
      leaves.close();
    } catch (SQLException e) {
      // Nothing was written through it.
    }
  }

  public Covered covered() {
    return new Covered(
        end.checkpoint().origin(),
        end.checkpoint().size(),
        end.checkpoint().root().base64(),
        end.policy().logs().getFirst().key().text());
  }

  /** Hands over all that is {@code wanted}; at the end the exchanges that did not close. */
  public void read(Wanted wanted, Progress progress, Visitor visitor)
      throws RecordingException, IOException {
    Gathering gathering = new Gathering(wanted);
    LogScan.run(
        log,
        end.checkpoint().size(),
        progress,
        entry -> {
          recent.add(entry);
          Optional<Together> complete = gathering.add(entry);
          if (complete.isPresent()) {
            visitor.visit(new EntryGroup(this, complete.get()));
          }
        });
    for (Together unfinished : gathering.unfinished()) {
      visitor.visit(new EntryGroup(this, unfinished));
    }
  }

  StoredEntry entry(long index) throws RecordingException {
    Optional<StoredEntry> kept = recent.find(index);
    return kept.isPresent() ? kept.get() : log.read(index, 1).getFirst();
  }

  Optional<Long> erasedBy(long index) throws RecordingException {
    if (erasures.isEmpty()) {
      try {
        erasures = Optional.of(Erasures.of(leaves, log));
      } catch (SQLException e) {
        throw new RecordingException("cannot look for what was erased: " + e.getMessage(), e);
      }
    }
    return erasures.get().of(index);
  }

  @Override
  public void close() {
    discard(leaves);
    log.close();
  }
}
