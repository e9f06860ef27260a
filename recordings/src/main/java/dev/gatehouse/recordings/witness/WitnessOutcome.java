package dev.gatehouse.recordings.witness;

import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifiedSignature;
import java.util.List;
import java.util.Optional;

/** What came of asking a witness for its cosignature. */
public sealed interface WitnessOutcome {
  /**
   * It cosigned: {@code cosignatures} are its verified lines, each with its time, to be put under
   * the note. {@code from} is the size that the witness had before: less than the log thought where
   * it forgot, for example because it was restored from a backup.
   */
  record Cosigned(long from, List<VerifiedSignature> cosignatures) implements WitnessOutcome {
    public Cosigned {
      cosignatures = List.copyOf(cosignatures);
    }
  }

  /**
   * It has cosigned {@code size}, which is more than we have: the log lost entries, or another
   * process has the same key. {@code theirs} is that checkpoint where the witness showed it under
   * its own cosignature; with the log's own signature on it, it is the proof.
   */
  record Ahead(long size, SignedNote ours, Optional<SignedNote> theirs) implements WitnessOutcome {}

  /**
   * It says that {@code ours} does not continue what it cosigned; {@code answer} is what it said.
   * {@code theirs} is what it cosigned, where it showed it. The answer alone is signed by nobody:
   * two notes that the log signed are the proof.
   */
  record Forked(String answer, SignedNote ours, Optional<SignedNote> theirs)
      implements WitnessOutcome {}

  /** It answered, and did not cosign, for a reason that will not go away by itself. */
  record Refused(String reason) implements WitnessOutcome {}

  /** It did not answer in time, or said that it cannot now: to be tried again. */
  record Unreachable(String reason) implements WitnessOutcome {}
}
