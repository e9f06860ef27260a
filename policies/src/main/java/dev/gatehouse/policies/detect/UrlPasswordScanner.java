package dev.gatehouse.policies.detect;

/**
 * Finds passwords in addresses: {@code scheme://user:password@host}; the password alone is it.
 *
 * <p>Looks from each {@code ://} to the end of the authority, within a bound: linear. Source: RFC
 * 3986 §3.2.1.
 */
final class UrlPasswordScanner {
  private static final String SEPARATOR = "://";
  private static final String ORACLE = "oracle:thin:";

  /** Longer authorities are cut: a password in them is not looked for behind that. */
  private static final int AUTHORITY_CHARACTERS_MAX = 512;

  private final BuiltIn kind;

  private UrlPasswordScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    UrlPasswordScanner scanner = new UrlPasswordScanner(kind);
    triggers.onMark(kind, ':', scanner::at);
    triggers.onBeginning(kind, ORACLE, scanner::oracle);
  }

  private void at(Passage passage, int place, Findings findings) {
    String text = passage.text();
    if (!text.startsWith(SEPARATOR, place) || !passage.isAlphanumeric(place - 1)) {
      return;
    }
    int start = place + SEPARATOR.length();
    int limit = Math.min(text.length(), start + AUTHORITY_CHARACTERS_MAX);
    int colon = -1;
    int sign = -1;
    for (int at = start; at < limit && isAuthority(text.charAt(at)); at++) {
      char c = text.charAt(at);
      if (c == ':' && colon < 0 && sign < 0) {
        colon = at;
      } else if (c == '@') {
        sign = at;
      }
    }
    if (colon >= 0 && sign > colon + 1 && !isPlaceholder(text, colon + 1, sign)) {
      findings.add(kind, colon + 1, sign);
    }
  }

  /** {@code jdbc:oracle:thin:user/password@host}. */
  private void oracle(Passage passage, int place, Findings findings) {
    String text = passage.text();
    if (!text.startsWith(ORACLE, place)) {
      return;
    }
    int slash = endOfAuthority(text, place + ORACLE.length());
    int sign = passage.at(slash) == '/' ? endOfAuthority(text, slash + 1) : slash;
    int at = sign;
    while (at > slash && passage.at(at) != '@') {
      at--;
    }
    if (at > slash + 1 && !isPlaceholder(text, slash + 1, at)) {
      findings.add(kind, slash + 1, at);
    }
  }

  private static int endOfAuthority(String text, int start) {
    int limit = Math.min(text.length(), start + AUTHORITY_CHARACTERS_MAX);
    int end = start;
    while (end < limit && isAuthority(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isAuthority(char c) {
    return c > ' ' && c != '/' && c != '?' && c != '"' && c != '\'' && c != '<' && c != '>'
        && c != '`' && c != '\\';
  }

  private static boolean isPlaceholder(String text, int start, int end) {
    return CredentialValues.isPlaceholder(text.substring(start, end));
  }
}
