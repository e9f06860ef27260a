package dev.gatehouse.recordings.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which keys a log had, one set after the other: each set says in an entry which come next, and
 * signs a checkpoint that covers this. Confined to one thread.
 *
 * <p>So whoever kept an old key can follow the log to the newest one. Guarantee: that key itself
 * signed a checkpoint of this log, and each set after it was named by all keys of the one before.
 */
final class KeyEpochs {
  private final Optional<VerifierKey> trusted;
  private final List<Epoch> past = new ArrayList<>();
  private Optional<Next> next = Optional.empty();

  /**
   * The keys now; none where they were those of the beginning, which only the trusted one shows.
   */
  private List<VerifierKey> keys;

  /** Whether the trusted key itself signed a set of keys that lead to those of now. */
  private boolean trustedSigned;

  KeyEpochs(Optional<VerifierKey> trusted) {
    this.trusted = trusted;
    this.keys = trusted.map(List::of).orElse(List.of());
  }

  /** Keys that signed the log up to {@code untilSize}. */
  record Epoch(List<VerifierKey> keys, long untilSize) {}

  private record Next(long index, List<VerifierKey> keys) {}

  /** Takes the entry that says which keys come next. */
  void next(long index, byte[] lines) throws FaultException {
    try {
      List<VerifierKey> named = new ArrayList<>();
      for (String line : new String(lines, UTF_8).strip().split("\n")) {
        named.add(VerifierKey.parse(line));
      }
      next = Optional.of(new Next(index, named));
    } catch (MalformedNoteException e) {
      throw FaultException.at(index, "" + e.getMessage(), "one verifier key a line");
    }
  }

  /** Takes the first entry under new keys, which quotes the last checkpoint under the old. */
  Checkpoint rotated(long index, byte[] note) throws FaultException {
    Next named =
        next.orElseThrow(
            () -> FaultException.at(index, "new keys", "an entry before that names them"));
    try {
      SignedNote signed = SignedNote.parse(note);
      Checkpoint checkpoint = Checkpoint.parse(signed.text());
      if (checkpoint.size() <= named.index() || checkpoint.size() > index) {
        throw FaultException.at(
            index,
            "a checkpoint of size " + checkpoint.size(),
            "one that covers entry " + named.index());
      }
      if (signedByAll(signed, checkpoint)) {
        trustedSigned |= trusted.isPresent() && keys.contains(trusted.get());
        past.add(new Epoch(keys, checkpoint.size()));
      } else if (past.isEmpty()) {
        // The trusted key, if any, may be one of a later epoch; this one lends the next no trust.
        past.add(new Epoch(List.of(), checkpoint.size()));
      } else {
        throw FaultException.at(
            index, "a checkpoint by other keys", "one signed by each of " + keys);
      }
      keys = named.keys();
      next = Optional.empty();
      return checkpoint;
    } catch (MalformedNoteException e) {
      throw FaultException.at(index, "" + e.getMessage(), "a checkpoint under the old keys");
    }
  }

  /** Whether each of the keys signed: no one of them speaks for the others. */
  private boolean signedByAll(SignedNote signed, Checkpoint checkpoint)
      throws MalformedNoteException {
    List<VerifierKey> signers = signed.verify(keys).stream().map(VerifiedSignature::key).toList();
    // A witness signs the checkpoints of anybody, but under a name of its own.
    boolean ofThisLog = keys.stream().allMatch(key -> key.name().equals(checkpoint.origin()));
    return !keys.isEmpty() && ofThisLog && signers.containsAll(keys);
  }

  /**
   * Checks that the keys that signed last, all of which did, are those that follow from the others.
   */
  void requireLeadTo(List<VerifierKey> last, String where) throws FaultException {
    if (!past.isEmpty() && !keys.equals(last)) {
      throw FaultException.in(where, "keys " + last, "the keys that the log named, " + keys);
    }
    boolean known = trusted.isEmpty() || trustedSigned || last.contains(trusted.get());
    if (!known) {
      throw FaultException.in(where, "key " + last.getFirst(), "key " + trusted.get());
    }
  }

  /** The keys before those of now, oldest first; an epoch without keys had some not known here. */
  List<Epoch> past() {
    return past;
  }
}
