package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.KeptCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A new log that takes the place of one that must not be written to any more: under another name,
 * with keys of its own, it begins by quoting how far the old one was seen. No index is used twice.
 */
public final class Succession {
  private static final String THEIRS = "\n--- theirs\n";

  private Succession() {}

  /**
   * What the new log quotes.
   *
   * @param seenBy who vouches for the checkpoint: {@code witness}, or {@code log} where only the
   *     old log's own signature does
   */
  public record Quoted(Checkpoint checkpoint, String seenBy) {}

  /**
   * Begins a log by {@code settings}, whose directory holds none yet, as the successor of the one
   * in {@code old}, which is only read.
   *
   * <p>Errors: {@link RecordingException} where the old one cannot be read at all, has the same
   * name, or there is a log in the new place.
   */
  public static Quoted begin(Path old, LogSettings settings, Boot boot, String reason)
      throws RecordingException {
    Last last = last(old);
    if (last.checkpoint().origin().equals(settings.origin())) {
      throw new RecordingException(
          "the new log expected another name than `"
              + settings.origin()
              + "`, for its sake no"
              + " checkpoint may be signed again under the old one");
    }
    if (Files.exists(new DataDirectory(settings.directory()).database())) {
      throw new RecordingException("there is a log in " + settings.directory() + " already");
    }
    try (EntryLog log = EntryLog.open(settings, boot)) {
      log.append(
          Entry.builder(EntryKind.ADMIN)
              .method("log.recovered")
              .part(PartName.CTX, Bytes.utf8(context(last, reason)))
              .part(PartName.MSG, Bytes.utf8(last.note()))
              .build());
    }
    return new Quoted(last.checkpoint(), last.seenBy());
  }

  private record Last(Checkpoint checkpoint, String note, String seenBy) {}

  private static Last last(Path old) throws RecordingException {
    DataDirectory directory = new DataDirectory(old);
    try {
      Optional<String> theirs = theirs(directory);
      if (theirs.isPresent()) {
        return new Last(checkpoint(theirs.get()), theirs.get(), "witness");
      }
      return ours(directory);
    } catch (IOException | SQLException | MalformedNoteException e) {
      throw new RecordingException(
          "cannot find how far the log in " + old + " was seen: " + e.getMessage(), e);
    }
  }

  /** What the witness showed that halted the log. */
  private static Optional<String> theirs(DataDirectory directory) throws IOException {
    if (!Files.isRegularFile(directory.halted())) {
      return Optional.empty();
    }
    String evidence = Files.readString(directory.halted(), UTF_8);
    int start = evidence.indexOf(THEIRS);
    return start < 0 ? Optional.empty() : Optional.of(evidence.substring(start + THEIRS.length()));
  }

  private static Last ours(DataDirectory directory)
      throws IOException, SQLException, MalformedNoteException {
    try (EntryReader reader = EntryReader.open(directory)) {
      KeptCheckpoint newest =
          reader
              .newestCheckpoint()
              .orElseThrow(() -> new IOException("no checkpoint was ever signed"));
      return new Last(checkpoint(newest.note()), newest.note(), "log");
    }
  }

  private static Checkpoint checkpoint(String note) throws MalformedNoteException {
    return Checkpoint.parse(SignedNote.parse(note.getBytes(UTF_8)).text());
  }

  private static String context(Last last, String reason) {
    return "{\"origin\":%s,\"reason\":%s,\"root\":%s,\"seenBy\":%s,\"size\":%d}"
        .formatted(
            JsonStrings.quote(last.checkpoint().origin()),
            JsonStrings.quote(reason),
            JsonStrings.quote(last.checkpoint().root().base64()),
            JsonStrings.quote(last.seenBy()),
            last.checkpoint().size());
  }
}
