package dev.gatehouse.recordings.note;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a key of a note signs, and by which algorithm.
 *
 * <p>Source: C2SP signed-note, "Signature types"; tlog-cosignature (July 2026), "Format".
 */
public enum KeyType {
  /** Signs the text of any note. */
  ED25519(0x01, "Ed25519", 32, 64, "302a300506032b6570032100"),

  /** Signs a checkpoint and the time at which it was the largest that the signer had seen. */
  ED25519_COSIGNATURE(0x04, "Ed25519", 32, 8 + 64, "302a300506032b6570032100"),

  /** As the one above, by ML-DSA-44; logs sign their own checkpoints with such keys too. */
  ML_DSA_44(0x06, "ML-DSA-44", 1312, 8 + 2420, "30820532300b06096086480165030403110382052100");

  private final byte identifier;
  private final String algorithm;
  private final int keyBytes;
  private final int signatureBytes;
  private final String spkiPrefix;

  KeyType(int identifier, String algorithm, int keyBytes, int signatureBytes, String spkiPrefix) {
    this.identifier = (byte) identifier;
    this.algorithm = algorithm;
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
    this.spkiPrefix = spkiPrefix;
  }

  static Optional<KeyType> of(byte identifier) {
    return Arrays.stream(values()).filter(type -> type.identifier == identifier).findFirst();
  }

  /** The byte before the key wherever both are hashed or written. */
  byte identifier() {
    return identifier;
  }

  /** The name under which the JDK has it. */
  String algorithm() {
    return algorithm;
  }

  /** The length of a public key. */
  int keyBytes() {
    return keyBytes;
  }

  /** The length of a signature, with its time where it has one. */
  int signatureBytes() {
    return signatureBytes;
  }

  /** What X.509 writes before the bytes of a public key. */
  byte[] spkiPrefix() {
    return HexFormat.of().parseHex(spkiPrefix);
  }

  /** Whether a log signs its own checkpoints with such a key. */
  public boolean signsAsLog() {
    return switch (this) {
      case ED25519, ML_DSA_44 -> true;
      case ED25519_COSIGNATURE -> false;
    };
  }

  /** Whether a witness cosigns with such a key. */
  public boolean cosigns() {
    return switch (this) {
      case ED25519 -> false;
      case ED25519_COSIGNATURE, ML_DSA_44 -> true;
    };
  }
}
