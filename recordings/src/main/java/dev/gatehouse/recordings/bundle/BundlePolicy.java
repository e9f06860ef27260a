package dev.gatehouse.recordings.bundle;

import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.CheckpointPolicy.Group;
import dev.gatehouse.recordings.note.CheckpointPolicy.Log;
import dev.gatehouse.recordings.note.CheckpointPolicy.Witness;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who signed a bundle, as a policy that its checkpoint meets.
 *
 * <p>Shape: one {@code log} line for each key of the log; witnesses are called {@code w1}, {@code
 * w2} and so on, first those that cosigned the bundle's checkpoint, in the order of their lines,
 * then those that cosigned an anchor only, in the order of their keys' text; the quorum is all of
 * the first. So no word of it can be changed without contradicting the signatures.
 */
public final class BundlePolicy {
  private static final String GROUP = "cosigners";

  private BundlePolicy() {}

  /** The policy of a bundle that these keys signed. */
  public static CheckpointPolicy of(
      List<VerifierKey> logs, List<VerifierKey> cosigners, List<VerifierKey> earlierCosigners) {
    List<Witness> witnesses = new ArrayList<>();
    List<String> members = new ArrayList<>();
    for (VerifierKey key : cosigners) {
      members.add("w" + (witnesses.size() + 1));
      witnesses.add(new Witness(members.getLast(), key, Optional.empty()));
    }
    for (VerifierKey key : earlierCosigners) {
      witnesses.add(new Witness("w" + (witnesses.size() + 1), key, Optional.empty()));
    }
    return new CheckpointPolicy(
        logs.stream().map(key -> new Log(key, Optional.empty())).toList(),
        witnesses,
        members.isEmpty() ? List.of() : List.of(new Group(GROUP, members.size(), members)),
        members.isEmpty() ? CheckpointPolicy.NONE : GROUP);
  }
}
