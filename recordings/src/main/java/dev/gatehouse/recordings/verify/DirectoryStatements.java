package dev.gatehouse.recordings.verify;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.leaf.Disclosure;
import dev.gatehouse.recordings.leaf.Leaf;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.EntryReader;
import dev.gatehouse.recordings.store.StoredTiles;
import dev.gatehouse.recordings.verify.Vouchers.SignedRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the entries of a data directory say of the log itself: which keys sign it, and who else saw
 * it. Confined to one thread.
 *
 * <p>Third parties are not known to a data directory: what they said is shown by a bundle.
 */
final class DirectoryStatements {
  private final KeyEpochs epochs;
  private final List<Quoted> quoted = new ArrayList<>();

  DirectoryStatements(Optional<VerifierKey> trusted) {
    this.epochs = new KeyEpochs(trusted);
  }

  private record Quoted(long index, Checkpoint checkpoint) {}

  /** Takes the parts of entry {@code index}. */
  void take(long index, Leaf leaf, List<Disclosure> parts) throws FaultException {
    if (!leaf.type().equals("key")) {
      return;
    }
    for (Disclosure part : parts) {
      if (part.part().equals("msg")) {
        switch (leaf.word("method").orElse("")) {
          case "next" -> epochs.next(index, part.content());
          case "rotated" -> quoted.add(new Quoted(index, epochs.rotated(index, part.content())));
          default -> {}
        }
      }
    }
  }

  /** Checks what was taken against the whole log, of {@code size} entries and open payloads. */
  void finish(KeyHistory history, EntryReader reader, long size) throws FaultException {
    epochs.requireLeadTo(history.keys(), "log.db");
    requireSame(history.previous());
    Anchors anchors = new Anchors(history.keys().getFirst().name(), List.of());
    for (Quoted quote : quoted) {
      anchors.quote(quote.index(), quote.checkpoint());
    }
    StoredTiles tiles = new StoredTiles(reader);
    anchors.requireRoots(
        size,
        (level, index, width) -> {
          try {
            return tiles.tile(level, index, width);
          } catch (SQLException e) {
            throw FaultException.in("log.db", "" + e.getMessage(), "readable tiles");
          }
        });
  }

  private void requireSame(List<KeyHistory.Epoch> previous) throws FaultException {
    List<KeyEpochs.Epoch> past = epochs.past();
    boolean same = past.size() == previous.size();
    for (int i = 0; same && i < past.size(); i++) {
      same =
          previous.get(i).keys().containsAll(past.get(i).keys())
              && previous.get(i).untilEntry() >= past.get(i).untilSize();
    }
    if (!same) {
      throw FaultException.in("log.db", "other former keys", "those of the log's entries");
    }
  }

  /** Which keys signed what, of a log that is signed up to {@code size}. */
  static List<SignedRange> ranges(KeyHistory history, long size) {
    List<SignedRange> ranges = new ArrayList<>();
    long from = 0;
    for (KeyHistory.Epoch epoch : history.previous()) {
      ranges.add(new SignedRange(epoch.keys().getFirst().text(), from, epoch.untilEntry()));
      from = epoch.untilEntry();
    }
    ranges.add(new SignedRange(history.keys().getFirst().text(), from, size));
    return ranges;
  }
}
