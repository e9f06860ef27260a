package dev.gatehouse.gateway.approval.shown;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By what a text that is not shown as a whole is told from another. */
final class Digests {
  private Digests() {}

  /** SHA-256 of the UTF-8 form, in hexadecimal digits; a lone surrogate counts as an escape. */
  static String shown(String text) {
    StringBuilder valid = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.getType(c) == Character.SURROGATE) {
                valid.append("\\u").append(Integer.toHexString(c));
              } else {
                valid.appendCodePoint(c);
              }
            });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(valid.toString().getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
