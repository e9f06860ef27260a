package dev.gatehouse.gateway.seal;

import dev.gatehouse.recordings.Bytes;
import java.util.List;
import java.util.StringJoiner;
import org.jose4j.lang.JoseException;

/**
 * Seals originals to all auditors at once.
 *
 * <p>Shape: one compact JWE for each auditor's key, one a line. That is what every JOSE library
 * opens; Jose4j writes no other serialization of a JWE. Guarantee: immutable; thread-safe.
 */
public final class Seal {
  /** Each auditor costs a copy of every original; more share a key. */
  public static final int KEYS_MAX = 4;

  /** The largest part that a verifier of bundles reads. */
  static final int SEALED_CHARACTERS_MAX = 64 * 1024 * 1024;

  private final List<AuditorKey> keys;

  private Seal(List<AuditorKey> keys) {
    this.keys = keys;
  }

  /** Sealing to these keys; none, where no policy seals. */
  public static Seal to(List<AuditorKey> keys) {
    if (keys.size() > KEYS_MAX) {
      throw new IllegalArgumentException("at most " + KEYS_MAX + " keys, found " + keys.size());
    }
    return new Seal(List.copyOf(keys));
  }

  /** The names of the keys. */
  public List<String> keyIds() {
    return keys.stream().map(AuditorKey::id).toList();
  }

  /**
   * The original of a message, sealed for its place.
   *
   * <p>Errors: {@code IllegalStateException} without a word of the original, where it cannot be
   * sealed; then the message must not pass, for its original would be lost.
   */
  public Bytes seal(SealedPlace place, String original) {
    if (keys.isEmpty()) {
      throw new IllegalStateException("nobody to seal an original to");
    }
    // INVARIANT: whatever is thrown here says nothing of the original.
    if ((long) original.length() * keys.size() > SEALED_CHARACTERS_MAX) {
      throw new IllegalStateException("an original of " + original.length() + " is too large");
    }
    StringJoiner lines = new StringJoiner("\n");
    for (AuditorKey key : keys) {
      try {
        lines.add(key.encrypt(place, original));
      } catch (JoseException | RuntimeException e) {
        throw new IllegalStateException("cannot encrypt to the " + key, e);
      }
      if (lines.length() > SEALED_CHARACTERS_MAX) {
        throw new IllegalStateException("an original of " + original.length() + " is too large");
      }
    }
    return Bytes.utf8(lines.toString());
  }
}
