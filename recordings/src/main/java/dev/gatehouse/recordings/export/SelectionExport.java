package dev.gatehouse.recordings.export;

import dev.gatehouse.recordings.ClosedLog;
import dev.gatehouse.recordings.LogReader;
import dev.gatehouse.recordings.RecordingException;
import dev.gatehouse.recordings.bundle.SelectionFiles;
import dev.gatehouse.recordings.export.Gathering.Together;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.merkle.TileHashes;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.proof.TlogProof;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.EntryReader.StoredRow;
import dev.gatehouse.recordings.store.PayloadKeys;
import dev.gatehouse.recordings.store.StoredTiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/**
 * Writes some exchanges of a log, whole, each entry with the proof that it is in the log and the
 * parts that it discloses.
 */
public final class SelectionExport {
  /** A folder of up to fourteen files for each: whoever wants more is better off with a bundle. */
  public static final int ENTRIES_MAX = 50_000;

  private final EntryReader reader;
  private final PayloadKeys keys;
  private final SignedEnd end;
  private final TileHashes<SQLException> tree;

  private SelectionExport(EntryReader reader, PayloadKeys keys, SignedEnd end) {
    this.reader = reader;
    this.keys = keys;
    this.end = end;
    this.tree = StoredTiles.hashes(reader, end.checkpoint().size());
  }

  /** What a selection covers: {@code entries} of the log in {@code export}. */
  public record Report(ExportReport export, long entries) {}

  /**
   * Writes what is {@code wanted} of the log in {@code directory} into {@code target}: a directory,
   * which must be empty or absent, or a new zip. Works beside a running writer, as far as it has
   * signed.
   *
   * <p>Errors: {@link RecordingException}, also where nothing is wanted, or more than {@link
   * #ENTRIES_MAX} entries are; then nothing is written.
   */
  public static Report write(Path directory, Path target, Wanted wanted, Progress progress)
      throws RecordingException {
    ClosedLog.sign(directory);
    DataDirectory data = new DataDirectory(directory);
    try (EntryReader reader = EntryReader.open(data);
        PayloadKeys keys = PayloadKeys.openForReading(data)) {
      SignedEnd end = SignedEnd.of(reader);
      BitSet selected = selected(directory, end.checkpoint().size(), wanted, progress);
      SelectionExport export = new SelectionExport(reader, keys, end);
      try (ExportTarget sink = ExportTarget.of(target)) {
        Report report = export.write(selected, new SelectionFiles(sink), target);
        sink.complete();
        return report;
      }
    } catch (IOException | SQLException | GeneralSecurityException e) {
      throw new RecordingException(
          "cannot export the log in " + directory + " to " + target + ": " + e.getMessage(), e);
    } catch (MalformedNoteException e) {
      throw new RecordingException(
          "cannot export the log in " + directory + ", which is damaged: " + e.getMessage(), e);
    }
  }

  /** First pass: which entries there will be. */
  private static BitSet selected(Path directory, long size, Wanted wanted, Progress progress)
      throws RecordingException, IOException {
    if (size > Integer.MAX_VALUE) {
      throw new IOException("a log of " + size + " entries, of which no selection can be made");
    }
    BitSet selected = new BitSet();
    References references = new References();
    Gathering gathering = new Gathering(wanted);
    try (LogReader log = LogReader.open(directory)) {
      LogScan.run(
          log,
          size,
          progress,
          entry -> {
            references.note(entry);
            gathering.add(entry).ifPresent(complete -> select(complete, references, selected));
          });
      gathering.unfinished().forEach(open -> select(open, references, selected));
      if (selected.isEmpty()) {
        throw new IOException("no entry matches");
      }
      selected.or(references.of(selected, log));
    }
    if (selected.cardinality() > ENTRIES_MAX) {
      throw new IOException(
          selected.cardinality() + " entries match, at most " + ENTRIES_MAX + " make a selection");
    }
    return selected;
  }

  private static void select(Together together, References references, BitSet selected) {
    together.indexes().forEach(index -> selected.set(Math.toIntExact(index)));
    together.policies().forEach(references::needPolicies);
  }

  /** Second pass: each of them with its proof. */
  private Report write(BitSet selected, SelectionFiles files, Path target)
      throws IOException, SQLException, GeneralSecurityException {
    for (int index = selected.nextSetBit(0); index >= 0; index = selected.nextSetBit(index + 1)) {
      StoredRow row =
          reader.rows(index, 1).stream()
              .findFirst()
              .orElseThrow(() -> new IOException("an entry is missing"));
      InclusionProof proof = InclusionProof.of(tree, index, end.checkpoint().size());
      if (!proof.verifies(row.leaf().hash(), end.checkpoint().root())) {
        throw new IOException("the proof of entry " + index + " does not verify");
      }
      List<Disclosure> disclosures = keys.open(row);
      byte[] proofFile = TlogProof.of(proof, end.note()).toArray();
      files.add(index, row.leaf().statement(), proofFile, disclosures);
    }
    files.finish(end.checkpoint(), end.note(), end.policy());
    ExportReport report =
        new ExportReport(
            target,
            end.checkpoint().origin(),
            end.checkpoint().size(),
            end.checkpoint().root().base64(),
            reader.head().size(),
            files.digests().size(),
            files.bytes());
    return new Report(report, selected.cardinality());
  }
}
