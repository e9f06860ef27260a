package dev.gatehouse.gateway.approval;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over fields, each behind its length, so that no two lists of fields have the same bytes.
 * Fields are hashed as UTF-16, in which no two texts look alike, half pairs included. Confined to
 * one thread.
 */
final class FieldDigest {
  private final MessageDigest digest;

  FieldDigest() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  FieldDigest add(String field) {
    byte[] bytes = bytes(field);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
    return this;
  }

  /** 64 characters. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] bytes(String field) {
    // An encoder would put a replacement in place of half a pair.
    if (field.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return field.getBytes(UTF_16BE);
    }
    ByteBuffer bytes = ByteBuffer.allocate(field.length() * Character.BYTES);
    field.chars().forEach(c -> bytes.putChar((char) c));
    return bytes.array();
  }
}
