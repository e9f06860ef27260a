package dev.gatehouse.recordings.leaf;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What opens one commitment of a leaf: the salt and the bytes behind it. Immutable.
 *
 * <p>Shape: the commitment is base64 of SHA-256(salt ‖ content), the salt 32 random bytes; without
 * them nobody can find a short content by trying. Callers do not write to the arrays they hand in.
 */
public final class Disclosure {
  /** As long as the hash: guessing the salt is no easier than finding another content. */
  public static final int SALT_BYTES = 32;

  private final String part;
  private final byte[] salt;
  private final byte[] content;

  public Disclosure(String part, byte[] salt, byte[] content) {
    if (!Leaf.PARTS.contains(part) || salt.length != SALT_BYTES) {
      throw new IllegalArgumentException(
          "part `" + part + "` with a salt of " + salt.length + " bytes");
    }
    this.part = part;
    this.salt = salt;
    this.content = content;
  }

  /** A new disclosure of {@code content}, its salt drawn from {@code random}. */
  public static Disclosure salted(String part, byte[] content, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Disclosure(part, salt, content);
  }

  /** The commitment that this opens. */
  public String commitment() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return Base64.getEncoder().encodeToString(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The key of the part in the leaf. */
  public String part() {
    return part;
  }

  public byte[] salt() {
    return salt.clone();
  }

  /** Puts the salt into {@code target}. */
  public void copySaltTo(ByteBuffer target) {
    target.put(salt);
  }

  /** The bytes themselves; they can be large and are not copied: do not write to them. */
  public byte[] content() {
    return content;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Disclosure that
        && part.equals(that.part)
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "Disclosure[" + part + ", " + content.length + " bytes]";
  }
}
