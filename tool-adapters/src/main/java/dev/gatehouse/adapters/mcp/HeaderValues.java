package dev.gatehouse.adapters.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text as an HTTP header carries it.
 *
 * <p>Shape: the text itself where HTTP can carry it, else {@code =?base64?…?=} around the Base64 of
 * its UTF-8.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Value Encoding"; RFC 9110 §5.1,
 * §5.5.
 */
final class HeaderValues {
  private static final String PREFIX = "=?base64?";
  private static final String SUFFIX = "?=";

  private HeaderValues() {}

  /** The text, encoded where it must be. */
  static String encode(String text) {
    boolean looksEncoded = text.startsWith(PREFIX) && text.endsWith(SUFFIX);
    if (isPlain(text) && !looksEncoded) {
      return text;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return PREFIX + Base64.getEncoder().encodeToString(utf8) + SUFFIX;
  }

  /** Whether HTTP carries the text unchanged: visible ASCII, with spaces and tabs only inside. */
  static boolean isPlain(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1))) {
      return false;
    }
    return text.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || c == '\t');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
