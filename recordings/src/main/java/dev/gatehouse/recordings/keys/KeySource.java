package dev.gatehouse.recordings.keys;

import java.nio.file.Path;

/** Where the keys that sign checkpoints lie, now and perhaps after the next rotation. */
public sealed interface KeySource {

  /** One place with the keys of a log. */
  sealed interface Place extends KeySource {}

  /** In the data directory: PKCS#8 in PEM, mode 0600, made with the log. */
  record Files() implements Place {
    @Override
    public String toString() {
      return "files of the data directory";
    }
  }

  /**
   * In a key store, under the alias {@code ed25519} and, where there is one, {@code ml-dsa-44}; the
   * key's certificate gives its public half and says nothing else.
   */
  record Pkcs12(Path file, String password) implements Place {
    @Override
    public String toString() {
      return "PKCS#12 " + file;
    }
  }

  /**
   * In a token, as an Ed25519 key pair called {@code key}. There is no ML-DSA-44 key then.
   *
   * @param library the token's PKCS#11 module
   * @param token the label of the token
   */
  record Pkcs11(Path library, String token, String pin, String key) implements Place {
    @Override
    public String toString() {
      return "PKCS#11 token `" + token + "`, key `" + key + "`";
    }
  }

  /**
   * In one of two places: at first in {@code now}, and in {@code next} once the log was rotated to
   * it. So a log can be opened with the same settings before and after, wherever a crash fell.
   */
  record Handover(Place now, Place next) implements KeySource {
    public Handover {
      if (now.equals(next)) {
        throw new IllegalArgumentException("the next keys expected to lie elsewhere: " + next);
      }
    }

    @Override
    public String toString() {
      return now + ", or once rotated in " + next;
    }
  }

  /** Where the keys of a new log lie. */
  default Place first() {
    return switch (this) {
      case Place place -> place;
      case Handover(Place now, Place _) -> now;
    };
  }
}
