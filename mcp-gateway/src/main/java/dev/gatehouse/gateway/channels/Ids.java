package dev.gatehouse.gateway.channels;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of things, made of what they are. */
final class Ids {
  private static final int HEX_CHARS = 32;

  private Ids() {}

  /** Such as {@code msg_0a1b…}; the same for the same parts, and for no others. */
  static String of(String... parts) {
    return "msg_" + digest(parts).substring(0, HEX_CHARS);
  }

  /** SHA-256 over the parts, each behind its length, in hexadecimal. */
  static String digest(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
