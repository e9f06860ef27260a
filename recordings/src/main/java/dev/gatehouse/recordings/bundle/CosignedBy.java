package dev.gatehouse.recordings.bundle;

import dev.gatehouse.recordings.note.MalformedNoteException;
import dev.gatehouse.recordings.note.SignatureLine;
import dev.gatehouse.recordings.note.SignedNote;
import dev.gatehouse.recordings.note.VerifierKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose lines stand under some notes, whether they verify or not. Confined to one thread.
 *
 * <p>It holds a name and a number for each of the signers.
 */
public final class CosignedBy {
  /** Keys come and go with the years; more than this no log has seen. */
  private static final int SIGNERS_MAX = 4096;

  private final Set<Signer> signers = new LinkedHashSet<>();

  CosignedBy() {}

  private record Signer(String name, int keyId) {}

  /** Adds the signers of {@code note}; what is no note has none. */
  void add(byte[] note) {
    try {
      for (SignatureLine line : SignedNote.parse(note).signatures()) {
        if (signers.size() < SIGNERS_MAX) {
          signers.add(new Signer(line.name(), line.keyId()));
        }
      }
    } catch (MalformedNoteException e) {
      // A timestamp, or something that a verifier refuses.
    }
  }

  /** Whether a line claims to be by {@code key}. */
  public boolean by(VerifierKey key) {
    return signers.contains(new Signer(key.name(), key.id()));
  }

  /** Those of {@code keys} that signed, in the order in which their first lines were added. */
  List<VerifierKey> inOrder(List<VerifierKey> keys) {
    return signers.stream()
        .flatMap(signer -> keys.stream().filter(k -> signer.equals(new Signer(k.name(), k.id()))))
        .distinct()
        .toList();
  }
}
