package dev.gatehouse.policies.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Finds JSON web tokens: a header that is JSON with an algorithm, and two to four more parts.
 *
 * <p>Source: RFC 7519, and the compact forms of RFC 7515 §7.1 and RFC 7516 §7.1. The header is read
 * up to a bound; the rest is passed over once: linear.
 */
final class JwtScanner {
  /** An opening brace and a quote, in base64. */
  private static final String BEGINNING = "eyJ";

  /** Real headers have 20 to 400; those with a certificate chain have more, and are cut. */
  private static final int HEADER_CHARACTERS_MAX = 4_096;

  /** Enough of a header to hold its algorithm, wherever it stands in usual ones. */
  private static final int DECODED_CHARACTERS_MAX = 1_024;

  private static final int PAYLOAD_CHARACTERS_MIN = 4;

  private final BuiltIn kind;

  private JwtScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onBeginning(kind, BEGINNING, new JwtScanner(kind)::at);
  }

  private void at(Passage passage, int start, Findings findings) {
    String text = passage.text();
    if (!text.startsWith(BEGINNING, start)
        || isPart(passage.at(start - 1))
        || start < findings.endOf(kind)) {
      return;
    }
    int dot = endOfPart(text, start, Math.min(text.length(), start + HEADER_CHARACTERS_MAX));
    if (passage.at(dot) != '.' || !isHeader(text, start, dot)) {
      return;
    }
    int parts = 1;
    int end = dot;
    int payload = 0;
    while (parts < 5 && end < text.length() && text.charAt(end) == '.') {
      int next = endOfPart(text, end + 1, text.length());
      payload += parts <= 2 ? next - end - 1 : 0;
      end = next;
      parts++;
    }
    if (parts >= 3 && payload >= PAYLOAD_CHARACTERS_MIN) {
      findings.add(kind, start, end);
    }
  }

  private static int endOfPart(String text, int start, int limit) {
    int end = start;
    while (end < limit && isPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isHeader(String text, int start, int end) {
    int length = Math.min(end - start, DECODED_CHARACTERS_MAX);
    // Four characters are three bytes: a row of fours decodes, wherever it was cut.
    int whole = length == end - start ? length : length / 4 * 4;
    if (whole % 4 == 1) {
      return false;
    }
    byte[] encoded = text.substring(start, start + whole).getBytes(StandardCharsets.ISO_8859_1);
    String header = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
    return header.startsWith("{\"") && header.contains("\"alg\"");
  }

  private static boolean isPart(char c) {
    return KeyCharacters.isAlphanumeric(c) || c == '-' || c == '_';
  }
}
