package dev.gatehouse.recordings.leaf;

/**
 * The only strings that a leaf says in clear: short, from a small alphabet that needs no escape in
 * JSON, and with no room for a sentence.
 */
public final class Tokens {
  /** Room for a prefixed tool name; with every word this long a leaf stays far below 64 KiB. */
  public static final int CHARS_MAX = 256;

  private static final boolean[] ALLOWED = allowed();

  private Tokens() {}

  private static boolean[] allowed() {
    boolean[] allowed = new boolean[0x80];
    for (int c = 0; c < allowed.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      allowed[c] = letter || (c >= '0' && c <= '9') || "._:/$+=-".indexOf(c) >= 0;
    }
    return allowed;
  }

  /** Whether {@code text} is 1 to {@code charsMax} letters, digits or {@code . _ : / $ + = -}. */
  public static boolean isToken(String text, int charsMax) {
    if (text.isEmpty() || text.length() > charsMax) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return false;
      }
    }
    return true;
  }

  /** Where in {@code bytes} the run of characters that a token may have ends. */
  static int end(byte[] bytes, int start, int end) {
    int stop = start;
    while (stop < end && bytes[stop] >= 0 && ALLOWED[bytes[stop]]) {
      stop++;
    }
    return stop;
  }
}
