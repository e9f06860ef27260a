package dev.gatehouse.recordings.keys;

import java.nio.file.Path;

/** Where the keys that sign checkpoints lie. */
public sealed interface KeySource {

  /** In the data directory: PKCS#8 in PEM, mode 0600, made with the log. */
  record Files() implements KeySource {}

  /**
   * In a key store, under the alias {@code ed25519} and, where there is one, {@code ml-dsa-44}; the
   * key's certificate gives its public half and says nothing else.
   */
  record Pkcs12(Path file, String password) implements KeySource {
    @Override
    public String toString() {
      return "Pkcs12[" + file + "]";
    }
  }

  /**
   * In a token, as an Ed25519 key pair called {@code key}.
   *
   * @param library the token's PKCS#11 module
   * @param token the label of the token
   */
  record Pkcs11(Path library, String token, String pin, String key) implements KeySource {
    @Override
    public String toString() {
      return "Pkcs11[" + library + ", " + token + ", " + key + "]";
    }
  }
}
