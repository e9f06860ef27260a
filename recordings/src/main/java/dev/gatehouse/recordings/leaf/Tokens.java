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
    return !text.isEmpty()
        && text.length() <= charsMax
        && text.chars().allMatch(c -> isLetterOrDigit(c) || "._:/$+=-".indexOf(c) >= 0);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
