package dev.gatehouse.recordings.merkle;

import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash, compared by content. Shape: 32 bytes. Immutable. */
public final class Hash {
  /** The length of every hash. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Hash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /** The hash in {@code length} bytes of {@code source} from {@code offset} on. */
  public static Hash of(byte[] source, int offset, int length) {
    if (length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + length);
    }
    return new Hash(Arrays.copyOfRange(source, offset, offset + length));
  }

  /**
   * The hash in strict base64.
   *
   * <p>Errors: {@code IllegalArgumentException} for any other spelling than {@link #base64} gives.
   */
  public static Hash ofBase64(String text) {
    Hash hash = of(Base64.getDecoder().decode(text));
    if (!hash.base64().equals(text)) {
      throw new IllegalArgumentException("base64 with bits left over");
    }
    return hash;
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public byte[] toArray() {
    return bytes.clone();
  }

  /** Writes the 32 bytes to {@code target} at {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  byte[] unwrap() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
