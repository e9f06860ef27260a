package dev.gatehouse.recordings.anchor;

import dev.gatehouse.recordings.note.SignedNote;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A witness that remembers another log than this one: entries were lost, a backup was put back, or
 * somebody else signs with the same key. After that nothing may be signed under this name.
 *
 * @param reason what it remembers, in one line
 * @param ours the checkpoint that it was shown
 * @param theirs the one that it had cosigned, where it shows it: two checkpoints that the log
 *     signed and that exclude each other prove the contradiction to everybody
 */
public record Contradiction(
    URI source, String reason, SignedNote ours, Optional<SignedNote> theirs) {

  /** What whoever runs the log can do about it. */
  public static final String ADVICE =
      "keep the directory as it is, find out which of the two is true, then begin a new log with"
          + " `gatehouse recover`";

  /** Why nothing is accepted any more, and what to do about it. */
  public String message() {
    return "halted: " + reason + "; " + ADVICE;
  }

  /** The file in which it is kept: what happened, then each note as it was. */
  public String text(Instant when) {
    StringBuilder text = new StringBuilder();
    text.append("halted: ").append(reason).append('\n');
    text.append("witness: ").append(source).append('\n');
    text.append("time: ").append(when).append('\n');
    text.append("what to do: ").append(ADVICE).append('\n');
    text.append("\n--- ours\n").append(ours.whole());
    theirs.ifPresent(note -> text.append("\n--- theirs\n").append(note.whole()));
    return text.toString();
  }
}
