package dev.gatehouse.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A run of bytes that nobody can change, compared by content. Immutable. */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(UTF_8));
  }

  /** The bytes without a copy; only for callers in this package, which do not write to them. */
  static Bytes wrap(byte[] content) {
    return new Bytes(content);
  }

  byte[] unwrap() {
    return content;
  }

  public int length() {
    return content.length;
  }

  public byte[] toArray() {
    return content.clone();
  }

  /** The bytes read as UTF-8, with the replacement character where they are not. */
  public String toText() {
    return new String(content, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** The length only: what is recorded must not reach a log line by accident. */
  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
