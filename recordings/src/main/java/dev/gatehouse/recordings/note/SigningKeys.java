package dev.gatehouse.recordings.note;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one log or of one witness: Ed25519 first, and ML-DSA-44 where it has one. Immutable.
 *
 * <p>Guarantee: the Ed25519 line always comes first, for readers that look at one line only.
 * Source: C2SP tlog-checkpoint (July 2026), "Signatures": a log signs by ML-DSA-44 as a cosigner
 * that is called as its origin; tlog-tiles v0.1.0, "Checkpoints": it signs by Ed25519 as well.
 */
public record SigningKeys(SigningKey ed25519, Optional<SigningKey> mlDsa44) {
  public SigningKeys {
    if (ed25519.verifierKey().type() == KeyType.ML_DSA_44) {
      throw new IllegalArgumentException("the first key expected to be Ed25519");
    }
    if (mlDsa44.isPresent()) {
      VerifierKey second = mlDsa44.get().verifierKey();
      if (second.type() != KeyType.ML_DSA_44
          || !second.name().equals(ed25519.verifierKey().name())) {
        throw new IllegalArgumentException("the second key expected ML-DSA-44, and the same name");
      }
    }
  }

  /** The name of all of them: a log's is its origin. */
  public String name() {
    return ed25519.verifierKey().name();
  }

  /** The public halves, Ed25519 first. */
  public List<VerifierKey> verifierKeys() {
    List<VerifierKey> keys = new ArrayList<>();
    keys.add(ed25519.verifierKey());
    mlDsa44.ifPresent(key -> keys.add(key.verifierKey()));
    return keys;
  }

  /** One line by each key, which state {@code time} where their type states one. */
  public List<SignatureLine> lines(Checkpoint checkpoint, Instant time) {
    try {
      List<SignatureLine> lines = new ArrayList<>();
      lines.add(ed25519.line(checkpoint.text(), time));
      if (mlDsa44.isPresent()) {
        lines.add(mlDsa44.get().line(checkpoint.text(), time));
      }
      return lines;
    } catch (MalformedNoteException e) {
      throw new IllegalArgumentException(
          "cannot sign a checkpoint of `" + checkpoint.origin() + "`", e);
    }
  }

  /** The note of {@code checkpoint} with one line by each key. */
  public SignedNote sign(Checkpoint checkpoint, Instant time) {
    return new SignedNote(checkpoint.text(), lines(checkpoint, time));
  }
}
