package dev.gatehouse.policies.detect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Finds what follows {@code Bearer} and {@code Basic} in a header or a command.
 *
 * <p>Source: RFC 6750 §2.1, RFC 7617. Reads at most a bound behind each such word: linear.
 */
final class AuthorizationScanner {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int BEARER_CHARACTERS_MIN = 16;
  private static final int BASIC_CHARACTERS_MIN = 8;
  private static final int CHARACTERS_MAX = 4_096;

  private final BuiltIn kind;

  private AuthorizationScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    Triggers.PlaceScanner scanner = new AuthorizationScanner(kind)::at;
    for (String first : new String[] {"bea", "Bea", "BEA", "bas", "Bas", "BAS"}) {
      triggers.onBeginning(kind, first, scanner);
    }
  }

  private void at(Passage passage, int start, Findings findings) {
    String text = passage.text();
    boolean bearer = text.regionMatches(true, start, BEARER, 0, BEARER.length());
    boolean basic = text.regionMatches(true, start, BASIC, 0, BASIC.length());
    if (!bearer && !basic) {
      return;
    }
    int token = start + (bearer ? BEARER.length() : BASIC.length());
    int limit = Math.min(text.length(), token + CHARACTERS_MAX);
    int end = token;
    while (end < limit && KeyCharacters.isWord(text.charAt(end)) && text.charAt(end) != '%') {
      end++;
    }
    String value = text.substring(token, end);
    if (bearer ? isBearer(value) : isBasic(value)) {
      findings.add(kind, token, end);
    }
  }

  private static boolean isBearer(String token) {
    return token.length() >= BEARER_CHARACTERS_MIN
        && token.chars().anyMatch(c -> c >= '0' && c <= '9')
        && !CredentialValues.isPlaceholder(token);
  }

  /** Whether this is a name, a colon and a password in base64. */
  private static boolean isBasic(String token) {
    if (token.length() < BASIC_CHARACTERS_MIN) {
      return false;
    }
    int whole = token.length() / 4 * 4;
    try {
      byte[] bytes =
          Base64.getDecoder()
              .decode(token.substring(0, whole).getBytes(StandardCharsets.ISO_8859_1));
      String decoded = new String(bytes, StandardCharsets.ISO_8859_1);
      return decoded.indexOf(':') >= 0 && decoded.chars().allMatch(c -> c >= ' ' && c != 0x7f);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
