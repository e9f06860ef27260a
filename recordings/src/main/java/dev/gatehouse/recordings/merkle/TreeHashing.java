package dev.gatehouse.recordings.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How leaves and nodes are hashed: a prefix byte keeps a node from posing as a leaf. Thread-safe.
 *
 * <p>Source: RFC 6962 §2.1.
 */
public final class TreeHashing {
  private TreeHashing() {}

  /** SHA-256(0x00 ‖ leaf). */
  public static Hash leaf(byte[] leaf) {
    MessageDigest digest = sha256();
    digest.update((byte) 0);
    return Hash.of(digest.digest(leaf));
  }

  /** SHA-256(0x01 ‖ left ‖ right). */
  public static Hash node(Hash left, Hash right) {
    MessageDigest digest = sha256();
    digest.update((byte) 1);
    digest.update(left.unwrap());
    return Hash.of(digest.digest(right.unwrap()));
  }

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static Hash emptyRoot() {
    return Hash.of(sha256().digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
