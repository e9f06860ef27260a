package dev.gatehouse.recordings.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.recordings.merkle.Hash;
import dev.gatehouse.recordings.merkle.InclusionProof;
import dev.gatehouse.recordings.note.Checkpoint;
import dev.gatehouse.recordings.note.CheckpointPolicy;
import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignedNote;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A {@code .tlog-proof} file: the claim that a leaf stands at {@code index} of the tree whose
 * checkpoint the file holds. Nothing is shown before it verifies.
 *
 * <p>Shape: {@code c2sp.org/tlog-proof@v1} LF, perhaps {@code extra <base64>} LF, {@code index 7}
 * LF, one base64 hash a line from the leaf's sibling upward, an empty line, the signed checkpoint.
 *
 * <p>Units and ranges: {@code extra} is base64 of bytes that nothing vouches for; {@code hashes}
 * are 0 to 63; {@code note} is the checkpoint as it was signed, with all its lines. Source: C2SP
 * tlog-proof.
 */
public record TlogProof(Optional<String> extra, long index, List<Hash> hashes, SignedNote note) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** A note of a mebibyte, which is what its reader takes, and the lines above it. */
  private static final int BYTES_MAX = 1024 * 1024 + 64 * 1024;

  /** The depth of the largest tree whose size is a {@code long}. */
  private static final int HASHES_MAX = 63;

  public TlogProof {
    hashes = List.copyOf(hashes);
    if (index < 0 || hashes.size() > HASHES_MAX) {
      throw new IllegalArgumentException(
          "no proof for entry " + index + " with " + hashes.size() + " hashes");
    }
    if (extra.isPresent() && !isBase64(extra.get())) {
      throw new IllegalArgumentException("extra expected to be base64 of something");
    }
  }

  /** The file for {@code proof} in the tree of {@code note}, a signed checkpoint. */
  public static TlogProof of(InclusionProof proof, SignedNote note) {
    return new TlogProof(Optional.empty(), proof.index(), proof.hashes(), note);
  }

  /**
   * Reads a file.
   *
   * <p>Errors: {@link ProofException} for every spelling but the one that {@link #toArray} writes.
   */
  public static TlogProof parse(byte[] file) throws ProofException {
    String text = StrictText.utf8(file, BYTES_MAX, "the proof");
    int head = text.indexOf("\n\n");
    if (head < 0) {
      throw new ProofException("expected proof lines, an empty line and a checkpoint");
    }
    SignedNote note = note(text.substring(head + 2));
    String[] lines = text.substring(0, head).split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      throw new ProofException("line 1 expected `" + HEADER + "`");
    }
    Optional<String> extra =
        lines.length > 1 && lines[1].startsWith(EXTRA)
            ? Optional.of(lines[1].substring(EXTRA.length()))
            : Optional.empty();
    if (extra.isPresent() && !isBase64(extra.get())) {
      throw new ProofException("line 2 expected `extra <base64>`");
    }
    int at = extra.isPresent() ? 2 : 1;
    if (at == lines.length || !lines[at].startsWith(INDEX)) {
      throw new ProofException("line " + (at + 1) + " expected `index <number>`");
    }
    long index = StrictText.number(lines[at].substring(INDEX.length()), "line " + (at + 1));
    return new TlogProof(extra, index, hashes(lines, at + 1), note);
  }

  private static List<Hash> hashes(String[] lines, int first) throws ProofException {
    if (lines.length - first > HASHES_MAX) {
      throw new ProofException(
          "expected at most " + HASHES_MAX + " hashes, not " + (lines.length - first));
    }
    List<Hash> hashes = new ArrayList<>();
    for (int i = first; i < lines.length; i++) {
      hashes.add(StrictText.hash(lines[i], "line " + (i + 1)));
    }
    return hashes;
  }

  private static SignedNote note(String text) throws ProofException {
    try {
      SignedNote note = SignedNote.parse(text.getBytes(UTF_8));
      Checkpoint.parse(note.text());
      return note;
    } catch (MalformedNoteException e) {
      throw new ProofException("the checkpoint of the proof: " + e.getMessage(), e);
    }
  }

  private static boolean isBase64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The bytes of the file. */
  public byte[] toArray() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    extra.ifPresent(base64 -> text.append(EXTRA).append(base64).append('\n'));
    text.append(INDEX).append(index).append('\n');
    hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
    return (text.append('\n') + new String(note.bytes(), UTF_8)).getBytes(UTF_8);
  }

  /**
   * Verifies the checkpoint, and that its tree has the leaf at this index; returns who signed what.
   *
   * <p>Errors: {@link ProofException} where the checkpoint is not signed as {@code policy} asks, or
   * the hashes do not lead from the leaf to its root.
   */
  public CheckpointPolicy.Accepted verify(Hash leafHash, CheckpointPolicy policy)
      throws ProofException {
    return switch (policy.verify(note.bytes())) {
      case CheckpointPolicy.Refused refused ->
          throw new ProofException("the checkpoint of the proof: " + refused.reason());
      case CheckpointPolicy.Accepted accepted -> {
        requireIn(accepted.checkpoint(), leafHash);
        yield accepted;
      }
    };
  }

  /**
   * Requires that the tree of {@code signed}, which the caller has verified, has the leaf at this
   * index. It need not be the checkpoint of this file.
   */
  public void requireIn(Checkpoint signed, Hash leafHash) throws ProofException {
    if (!new InclusionProof(index, signed.size(), hashes).verifies(leafHash, signed.root())) {
      throw new ProofException(
          "the "
              + hashes.size()
              + " hashes do not lead from leaf "
              + leafHash
              + " at index "
              + index
              + " to the root "
              + signed.root()
              + " of size "
              + signed.size());
    }
  }
}
