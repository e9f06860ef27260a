package dev.gatehouse.recordings.leaf;

/**
 * The only strings that a leaf says in clear: short, from a small alphabet that needs no escape in
 * JSON, and with no room for a sentence.
 */
public final class Tokens {
  /** Room for a prefixed tool name; with every word this long a leaf stays far below 64 KiB. */
  public static final int CHARS_MAX = 256;

  private Tokens() {}

  /** Whether {@code text} is 1 to {@code charsMax} letters, digits or {@code . _ : / $ + = -}. */
  public static boolean isToken(String text, int charsMax) {
    if (text.isEmpty() || text.length() > charsMax) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && "._:/$+=-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
