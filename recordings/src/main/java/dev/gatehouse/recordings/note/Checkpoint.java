package dev.gatehouse.recordings.note;

import dev.gatehouse.recordings.merkle.Hash;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a log says of itself at one size, ready to be signed.
 *
 * <p>Shape: origin LF, size in decimal LF, base64 of the root LF. Source: C2SP tlog-checkpoint
 * v1.0.0; extension lines are not accepted, for nobody could audit them.
 */
public record Checkpoint(String origin, long size, Hash root) {
  public Checkpoint {
    if (origin.isEmpty() || origin.indexOf('\n') >= 0 || size < 0) {
      throw new IllegalArgumentException("checkpoint of `" + origin + "` at size " + size);
    }
  }

  /** Reads the text of a checkpoint. */
  public static Checkpoint parse(String text) throws MalformedNoteException {
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || lines[0].isEmpty() || !lines[3].isEmpty()) {
      throw new MalformedNoteException("checkpoint expected three lines: origin, size, root");
    }
    if (!lines[1].matches("0|[1-9][0-9]{0,17}")) {
      throw new MalformedNoteException("tree size `" + lines[1] + "` expected to be a number");
    }
    try {
      return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.ofBase64(lines[2]));
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException("root hash expected to be base64 of 32 bytes", e);
    }
  }

  /**
   * Reads a signed checkpoint and verifies it.
   *
   * <p>Errors: {@link MalformedNoteException} where it is not one, {@code key} did not sign it, or
   * it is another log's.
   */
  public static Checkpoint verify(byte[] note, VerifierKey key) throws MalformedNoteException {
    Checkpoint checkpoint = parse(SignedNote.parse(note).verifiedText(key));
    if (!checkpoint.origin().equals(key.name())) {
      throw new MalformedNoteException(
          "origin `" + checkpoint.origin() + "` expected to be `" + key.name() + "`");
    }
    return checkpoint;
  }

  /**
   * Reads a checkpoint that a log signed with all of its {@code keys}, and verifies all of them.
   *
   * <p>Errors: {@link MalformedNoteException} where it is not one, the first lines are not those of
   * the keys, each in its place, or it is another log's.
   */
  public static Checkpoint verify(byte[] note, List<VerifierKey> keys)
      throws MalformedNoteException {
    SignedNote signed = SignedNote.parse(note);
    List<VerifierKey> signers =
        signed.verify(keys).stream().map(VerifiedSignature::key).limit(keys.size()).toList();
    boolean inPlace =
        !keys.isEmpty()
            && signers.equals(keys)
            && signed.signatures().size() >= keys.size()
            && IntStream.range(0, keys.size())
                .allMatch(i -> signed.signatures().get(i).claims(keys.get(i)));
    if (!inPlace) {
      throw new MalformedNoteException(
          "first signature lines expected by " + keys + ", in this order");
    }
    return verify(note, keys.getFirst());
  }

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }
}
