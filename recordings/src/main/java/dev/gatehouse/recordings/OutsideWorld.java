package dev.gatehouse.recordings;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.anchor.Anchor;
import dev.gatehouse.recordings.anchor.AnchoredLog;
import dev.gatehouse.recordings.anchor.Contradiction;
import dev.gatehouse.recordings.clock.ClockStatement;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Turns what third parties and the clock say into entries of a log, or into its halt. */
final class OutsideWorld implements AnchoredLog {
  private static final System.Logger LOG = System.getLogger(OutsideWorld.class.getName());

  private final EntryLog log;
  private final DataDirectory directory;

  OutsideWorld(EntryLog log, DataDirectory directory) {
    this.log = log;
    this.directory = directory;
  }

  @Override
  public EntryReader reader() throws SQLException {
    return log.reader();
  }

  @Override
  public void record(Anchor anchor) throws IOException {
    Entry.Builder entry =
        Entry.builder(EntryKind.ANCHOR).part(PartName.CTX, Bytes.utf8(anchor.context()));
    switch (anchor) {
      case Anchor.Witnessed witnessed ->
          entry.method("witness").part(PartName.MSG, Bytes.wrap(witnessed.note().bytes()));
      case Anchor.Stamped stamped ->
          entry
              .method("timestamp")
              .part(PartName.MSG, Bytes.wrap(stamped.response()))
              .part(PartName.TX, Bytes.wrap(stamped.note().bytes()));
    }
    append(entry.build());
  }

  @Override
  public void record(ClockStatement statement) throws IOException {
    append(Entry.builder(EntryKind.CLOCK).part(PartName.CTX, Bytes.utf8(statement.json())).build());
  }

  private void append(Entry entry) throws IOException {
    try {
      log.append(entry);
    } catch (RecordingException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void halt(Contradiction contradiction) {
    // First nothing more is accepted; if we crash here, the witness says it again at the next
    // start.
    log.halt(contradiction.message());
    keep(directory, contradiction, log.now());
  }

  /** Keeps the evidence, so that the log in {@code directory} is not written to again. */
  static void keep(DataDirectory directory, Contradiction contradiction, Instant when) {
    try {
      byte[] text = contradiction.text(when).getBytes(UTF_8);
      directory.write(directory.halted(), text, "rw-------");
    } catch (IOException e) {
      LOG.log(ERROR, "halt-evidence=lost reason=\"{0}\"", e.getMessage());
    }
  }

  /** Why the log in {@code directory} was halted before. */
  static Optional<String> haltedBefore(DataDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.halted())) {
      return Optional.empty();
    }
    String text = Files.readString(directory.halted(), UTF_8);
    String first = text.substring(0, Math.max(0, text.indexOf('\n')));
    return Optional.of(
        first
            + " (see the file `"
            + directory.halted().getFileName()
            + "`); "
            + Contradiction.ADVICE);
  }
}
