package dev.gatehouse.recordings;

import dev.gatehouse.recordings.anchor.Anchoring;
import dev.gatehouse.recordings.anchor.Anchors;
import dev.gatehouse.recordings.anchor.Contradiction;
import dev.gatehouse.recordings.anchor.WitnessAddress;
import dev.gatehouse.recordings.anchor.WitnessFile;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.PostgresStorage;
import dev.gatehouse.recordings.store.Storage;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log that is met without the configuration of its gateway: what its directory remembers takes
 * the configuration's place, its witnesses above all.
 */
public final class ClosedLog {
  private ClosedLog() {}

  /**
   * Opens the log in {@code directory} under the name and with the witnesses that it has, and with
   * the usual settings for the rest.
   *
   * <p>Errors: those of {@link EntryLog#open}, and {@link RecordingException} where there is none.
   */
  public static EntryLog open(Path directory, Boot boot) throws RecordingException {
    try {
      DataDirectory data = new DataDirectory(directory);
      Anchoring witnessed =
          new Anchoring(
              WitnessFile.read(data), Anchoring.WITNESS_EVERY, List.of(), Anchoring.STAMP_EVERY);
      LogSettings settings = LogSettings.of(directory).withAnchoring(witnessed);
      if (Storage.of(data) instanceof PostgresStorage shared) {
        settings = settings.withNode(shared.node()).withPostgres(shared.access());
      }
      try (EntryReader reader = EntryReader.open(data)) {
        settings = settings.withOrigin(reader.meta("origin"));
        Optional<String> node = LogEnd.lastNode(reader);
        if (node.isPresent() && settings.node().isEmpty()) {
          settings = settings.withNode(node.get());
        }
      }
      return EntryLog.open(settings, boot);
    } catch (SQLException | IOException | MalformedLeafException | IllegalArgumentException e) {
      throw new RecordingException("cannot read the log: " + e.getMessage(), e);
    }
  }

  /**
   * Signs the end of a log that no process has open; false where one has, which signs by itself,
   * where the log is halted, so that nobody may, where its keys do not lie in the directory, and
   * for an auditor without the rights to write.
   *
   * <p>Errors: {@link RecordingException} where the log's end does not hang together.
   */
  public static boolean sign(Path directory) throws RecordingException {
    if (!Files.isWritable(directory)) {
      return false;
    }
    Optional<LogFiles> unused;
    try {
      unused = LogFiles.openUnused(directory);
    } catch (LogHaltedException e) {
      return false;
    }
    if (unused.isEmpty()) {
      return false;
    }
    try (LogFiles files = unused.get()) {
      Head head = files.head();
      if (head.size() != files.signedSize()) {
        if (contradicted(files)) {
          return false;
        }
        files.guard().write(new TailGuard.Mark(head.size(), head.root()));
        files.keepSigned(head, Instant.now());
      }
      return true;
    } catch (IOException | SQLException e) {
      throw new RecordingException("cannot sign the log in " + directory, e);
    }
  }

  /** Nothing is signed, by whomever, that a witness would contradict. */
  private static boolean contradicted(LogFiles files) throws IOException {
    List<WitnessAddress> witnesses = WitnessFile.read(files.directory());
    Optional<Contradiction> contradiction = Anchors.ask(witnesses, files.storage());
    contradiction.ifPresent(found -> OutsideWorld.keep(files.directory(), found, Instant.now()));
    return contradiction.isPresent();
  }
}
