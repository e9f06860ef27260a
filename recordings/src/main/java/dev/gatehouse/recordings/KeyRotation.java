package dev.gatehouse.recordings;

import dev.gatehouse.recordings.keys.KeyHistory;
import dev.gatehouse.recordings.keys.KeySource;
import dev.gatehouse.recordings.keys.LogKeys;
import dev.gatehouse.recordings.leaf.JsonStrings;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.VerifierKey;
import dev.gatehouse.recordings.store.EntryReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands a log over from one set of keys to the next. Thread-safe.
 *
 * <p>Guarantee: at every moment, crashes included, the log's tables name one set of keys as its
 * own, and that set can be had. Nothing is signed by the old ones once the new ones are named.
 */
final class KeyRotation {
  private final EntryLog log;
  private final LogFiles files;
  private final KeySource source;
  private final Watch watch;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  KeyRotation(EntryLog log, LogFiles files, KeySource source, Watch watch) {
    this.log = log;
    this.files = files;
    this.source = source;
    this.watch = watch;
  }

  /** How far a rotation is. */
  enum Step {
    MADE,
    ANNOUNCED,
    COVERED,
    NAMED
  }

  /** Sees each step as it is durable. */
  interface Watch {
    void at(Step step) throws RecordingException;
  }

  Rotated rotate(String reason) throws RecordingException {
    oneAtATime.lock();
    try {
      requireAlone();
      LogKeys before = files.signingKeys();

      // 1. The next keys lie beside the old. If we crash here, the next start removes them.
      LogKeys next = next(before);
      watch.at(Step.MADE);

      // 2. The log says which keys come next. If we crash here, it said so in vain; whatever comes
      // next is announced anew.
      log.append(announcement(next, reason));
      watch.at(Step.ANNOUNCED);

      // 3. The old keys vouch for that. If we crash here, the old keys go on signing.
      String last = signHead();
      watch.at(Step.COVERED);

      // 4. In one commit: the entry that quotes their last word, the names of the new keys, and a
      // first checkpoint by them. If we crash in here, all of it happened or none.
      Appended rotated = log.appendRotating(quotation(last), new Work.Rotation(history(), next));
      watch.at(Step.NAMED);

      // 5. Files get their names. If we crash here, the next start does it.
      settle(before, next);
      return new Rotated(texts(before), texts(next), rotated.index());
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Others would sign by the old keys for as long as nobody gives them the new ones. */
  private void requireAlone() throws RecordingException {
    AtomicReference<List<String>> others = new AtomicReference<>(List.of());
    log.run(opened -> others.set(opened.store().othersAtWork()));
    if (!others.get().isEmpty()) {
      throw new RecordingException(
          "cannot rotate the keys while other nodes write the log, or did not end in order: stop "
              + String.join(", ", others.get())
              + " and give them the new keys before they start");
    }
  }

  private LogKeys next(LogKeys before) throws RecordingException {
    try {
      return before.next(place(before));
    } catch (IOException | MalformedNoteException e) {
      throw new RecordingException("cannot have the next keys: " + e.getMessage(), e);
    }
  }

  private KeySource.Place place(LogKeys before) throws RecordingException {
    KeySource.Place last =
        switch (source) {
          case KeySource.Place place -> place;
          case KeySource.Handover(KeySource.Place _, KeySource.Place next) -> next;
        };
    if (last.equals(before.place()) && !(last instanceof KeySource.Files)) {
      throw new RecordingException(
          "cannot rotate the keys: those of now lie in "
              + last
              + ", and the settings say of no other place where the next ones are");
    }
    return last;
  }

  private static Entry announcement(LogKeys next, String reason) {
    return Entry.builder(EntryKind.KEY)
        .method("next")
        .part(PartName.CTX, Bytes.utf8("{\"reason\":" + JsonStrings.quote(reason) + "}"))
        .part(PartName.MSG, Bytes.utf8(KeyHistory.lines(next.verifierKeys())))
        .build();
  }

  private static Entry quotation(String note) {
    return Entry.builder(EntryKind.KEY)
        .method("rotated")
        .part(PartName.MSG, Bytes.utf8(note))
        .build();
  }

  private String signHead() throws RecordingException {
    AtomicReference<String> note = new AtomicReference<>("");
    log.run(opened -> note.set(opened.keepSigned(log.head(), log.now())));
    return note.get();
  }

  private KeyHistory history() throws RecordingException {
    try (EntryReader reader = log.reader()) {
      return KeyHistory.of(reader);
    } catch (SQLException | MalformedNoteException e) {
      throw new RecordingException("cannot read which keys the log had: " + e.getMessage(), e);
    }
  }

  private static void settle(LogKeys before, LogKeys next) throws RecordingException {
    try {
      next.succeed(before);
    } catch (IOException e) {
      throw new RecordingException(
          "the keys are rotated, but their files are not in place; the next start sees to it: "
              + e.getMessage(),
          e);
    }
  }

  private static List<String> texts(LogKeys keys) {
    return keys.verifierKeys().stream().map(VerifierKey::text).toList();
  }
}
