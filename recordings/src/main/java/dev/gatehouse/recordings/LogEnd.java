package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.leaf.MalformedLeafException;
import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.TileEdge;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.store.DataDirectory;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.Head;
import dev.gatehouse.recordings.store.Storage;
import dev.gatehouse.recordings.store.StoredLeaf;
import dev.gatehouse.recordings.store.TailGuard;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Where a log ends, found to hang together: leaves, tiles and head, the guard, the last signed
 * checkpoint.
 *
 * <p>Units and ranges: {@code signedSize} is the size of the newest checkpoint, or -1. {@code edge}
 * grows with the log. {@code lastNode} appended the last entry, where it has a name.
 */
record LogEnd(Head head, TileEdge edge, long signedSize, Optional<String> lastNode) {

  /** Reads the end of the log in {@code storage}, and compares it with the guard. */
  static LogEnd check(Storage storage, DataDirectory directory)
      throws IOException,
          SQLException,
          MalformedNoteException,
          MalformedLeafException,
          RecordingException {
    try (EntryReader reader = storage.openReaderOfOneMoment()) {
      Head head = reader.head();
      if (reader.leafEnd() != head.size()) {
        throw new RecordingException(
            "the head has " + head.size() + " entries, the log " + reader.leafEnd());
      }
      TileEdge edge = reader.edgeAt(head.size());
      requireRoot(edge, "head", head.root());
      Optional<TailGuard.Mark> guard = TailGuard.read(directory.guard());
      if (guard.isPresent() || !storage.joins()) {
        checkGuard(reader, head, guard);
      }
      return new LogEnd(head, edge, checkSigned(reader, head), lastNode(reader));
    }
  }

  private static void checkGuard(EntryReader reader, Head head, Optional<TailGuard.Mark> guard)
      throws SQLException, RecordingException {
    if (guard.isEmpty()) {
      throw new RecordingException("the guard is missing or spoilt: entries may be lost unseen");
    }
    requireNoneLost("the guard has seen " + guard.get().size(), guard.get().size(), head);
    requireRoot(reader.edgeAt(guard.get().size()), "guard", guard.get().root());
  }

  private static long checkSigned(EntryReader reader, Head head)
      throws SQLException, MalformedNoteException, RecordingException {
    Optional<EntryReader.KeptCheckpoint> newest = reader.newestCheckpoint();
    if (newest.isEmpty()) {
      return -1;
    }
    Checkpoint signed = KeyHistory.of(reader).verify(newest.get().note()).checkpoint();
    requireNoneLost("a checkpoint was signed at " + signed.size(), signed.size(), head);
    requireRoot(reader.edgeAt(signed.size()), "last signed checkpoint", signed.root());
    return signed.size();
  }

  private static void requireNoneLost(String witness, long size, Head head)
      throws RecordingException {
    if (size > head.size()) {
      throw new LogHaltedException(
          "acknowledged entries are lost: " + witness + ", the log ends after " + head.size());
    }
  }

  private static void requireRoot(TileEdge edge, String what, Hash root) throws RecordingException {
    if (!edge.root().equals(root)) {
      throw new LogHaltedException(
          "the entries do not give the root of the " + what + " at size " + edge.size());
    }
  }

  /** The node that appended the last entry, where it has a name. */
  static Optional<String> lastNode(EntryReader reader) throws SQLException, MalformedLeafException {
    List<StoredLeaf> last = reader.leaves(Math.max(0, reader.head().size() - 1), 1);
    return last.isEmpty()
        ? Optional.empty()
        : Leaf.parse(new String(last.getFirst().statement(), US_ASCII)).word("node");
  }
}
