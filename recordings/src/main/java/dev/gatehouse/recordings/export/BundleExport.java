package dev.gatehouse.recordings.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.ClosedLog;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.bundle.BundleFiles;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.ErasedEntries;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.Tile;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.StoredRow;
import dev.gatehouse.recordings.store.PayloadKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Writes a log, as far as its newest signed checkpoint, as a bundle that anybody can check. */
public final class BundleExport {
  /** Entries whose parts are gone, and those that an erasure below the signed end names. */
  private final SortedSet<Long> missing = new TreeSet<>();

  private final Set<Long> named = new HashSet<>();
  private final EntryReader reader;
  private final PayloadKeys keys;
  private final Progress progress;

  private BundleExport(EntryReader reader, PayloadKeys keys, Progress progress) {
    this.reader = reader;
    this.keys = keys;
    this.progress = progress;
  }

  /** The same without a word on the way. */
  public static ExportReport write(Path directory, Path target) throws RecordingException {
    return write(directory, target, Progress.silent());
  }

  /**
   * Writes the log in {@code directory} into {@code target}: a directory, which must be empty or
   * absent, or a new zip, where the name ends in {@code .zip}. Works beside a running writer; where
   * there is none, the end of the log is signed first.
   *
   * <p>Errors: {@link RecordingException}; what was written to a directory by then lacks {@code
   * SHA256SUMS}, and of a zip nothing is left.
   */
  public static ExportReport write(Path directory, Path target, Progress progress)
      throws RecordingException {
    ClosedLog.sign(directory);
    try (ExportTarget sink = ExportTarget.of(target)) {
      DataDirectory data = new DataDirectory(directory);
      ExportReport report;
      try (EntryReader reader = EntryReader.open(data);
          PayloadKeys keys = PayloadKeys.openForReading(data);
          BundleFiles files = new BundleFiles(sink)) {
        report = new BundleExport(reader, keys, progress).write(files, target);
      }
      sink.complete();
      return report;
    } catch (IOException | SQLException | GeneralSecurityException e) {
      throw new RecordingException(
          "cannot export the log in " + directory + " to " + target + ": " + e.getMessage(), e);
    } catch (MalformedLeafException | MalformedNoteException e) {
      throw new RecordingException(
          "cannot export the log in " + directory + ", which is damaged: " + e.getMessage(), e);
    }
  }

  private ExportReport write(BundleFiles files, Path target)
      throws IOException,
          SQLException,
          GeneralSecurityException,
          MalformedLeafException,
          MalformedNoteException {
    SignedEnd end = SignedEnd.of(reader);
    Checkpoint checkpoint = end.checkpoint();
    while (files.size() < checkpoint.size()) {
      int width = (int) Math.min(Tile.WIDTH, checkpoint.size() - files.size());
      addEntries(files, reader.rows(files.size(), width));
      progress.at(files.size(), checkpoint.size());
    }
    missing.removeAll(named);
    if (!missing.isEmpty()) {
      throw new IOException(
          "%d entries, the first of them %d, were erased meanwhile: export again"
              .formatted(missing.size(), missing.first()));
    }
    if (!files.root().equals(checkpoint.root())) {
      throw new IOException("the entries do not give the root of the checkpoint");
    }
    List<VerifierKey> logKeys =
        end.policy().logs().stream().map(CheckpointPolicy.Log::key).toList();
    files.finish(checkpoint, end.note().bytes(), logKeys, List.of());
    return new ExportReport(
        target,
        checkpoint.origin(),
        checkpoint.size(),
        checkpoint.root().base64(),
        reader.head().size(),
        files.digests().size(),
        files.bytes());
  }

  private static List<Long> erased(Disclosure part) {
    return part.part().equals("ctx")
        ? ErasedEntries.indexes(new String(part.content(), UTF_8))
        : List.of();
  }

  private void addEntries(BundleFiles files, List<StoredRow> rows)
      throws IOException, SQLException, GeneralSecurityException, MalformedLeafException {
    if (rows.isEmpty()) {
      throw new IOException("entry " + files.size() + " is missing");
    }
    for (StoredRow row : rows) {
      if (row.leaf().index() != files.size()) {
        throw new IOException("entry " + files.size() + " is missing");
      }
      String statement = new String(row.leaf().statement(), US_ASCII);
      Leaf leaf = Leaf.parse(statement);
      List<Disclosure> disclosures = disclosures(row, leaf);
      if (leaf.type().equals("erasure")) {
        disclosures.forEach(part -> named.addAll(erased(part)));
      }
      files.add(statement, leaf, disclosures);
    }
  }

  private List<Disclosure> disclosures(StoredRow row, Leaf leaf)
      throws IOException, SQLException, GeneralSecurityException {
    List<Disclosure> disclosures = keys.open(row);
    if (disclosures.isEmpty() && !leaf.commitments().isEmpty()) {
      missing.add(row.leaf().index());
      return disclosures;
    }
    List<String> parts = disclosures.stream().map(Disclosure::part).toList();
    if (!parts.equals(List.copyOf(leaf.commitments().keySet()))) {
      throw new IOException("a part of entry " + row.leaf().index() + " is missing");
    }
    return disclosures;
  }
}
