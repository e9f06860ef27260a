package dev.gatehouse.gateway.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What the value of a header says.
 *
 * <p>Shape: the text itself where HTTP can carry it, else {@code =?base64?…?=} around the Base64 of
 * its UTF-8.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Value Encoding"; RFC 9110 §5.5.
 */
final class HeaderText {
  private static final String START = "=?base64?";
  private static final String END = "?=";

  private HeaderText() {}

  /** The text; empty where the value has characters that are not allowed, or is encoded wrongly. */
  static Optional<String> decoded(String value) {
    if (!value.chars().allMatch(c -> (c >= 0x20 && c <= 0x7e) || c == '\t')) {
      return Optional.empty();
    }
    boolean isEncoded =
        value.length() >= START.length() + END.length()
            && value.startsWith(START)
            && value.endsWith(END);
    return isEncoded
        ? ofBase64(value.substring(START.length(), value.length() - END.length()))
        : Optional.of(value);
  }

  /** Only in the one spelling that an encoder writes: nobody else may read another text in it. */
  private static Optional<String> ofBase64(String encoded) {
    try {
      byte[] utf8 = Base64.getDecoder().decode(encoded);
      String text = new String(utf8, StandardCharsets.UTF_8);
      boolean isCanonical =
          Base64.getEncoder().encodeToString(utf8).equals(encoded)
              && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8);
      return isCanonical ? Optional.of(text) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
