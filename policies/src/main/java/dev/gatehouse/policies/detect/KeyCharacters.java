package dev.gatehouse.policies.detect;

/** The characters of which keys are made, and how mixed a row of them is. */
final class KeyCharacters {
  private static final int ALPHANUMERIC = 1;
  private static final int BASE64 = 2;
  private static final int WORD = 4;
  private static final int GAP = 8;
  private static final int BRACKET = 16;

  /** What each character of ASCII is, as bits: asked more often than anything else. */
  private static final byte[] IS = classes();

  /** The {@linkplain #kind kinds} of letters. */
  static final int LETTERS = 3;

  static final int DIGIT = 4;
  static final int SIGN = 8;

  private KeyCharacters() {}

  static boolean isAlphanumeric(char c) {
    return c < 0x80 && (IS[c] & ALPHANUMERIC) != 0;
  }

  static boolean isBase64(char c) {
    return c < 0x80 && (IS[c] & BASE64) != 0;
  }

  /** Whether a word that may hold a key can go on with this character. */
  static boolean isWord(char c) {
    return c < 0x80 && (IS[c] & WORD) != 0;
  }

  /** Whether this joins the groups of a number. */
  static boolean isGap(char c) {
    return c < 0x80 && (IS[c] & GAP) != 0;
  }

  /** Whether this joins the groups of a number, or is one of the brackets around an area's. */
  static boolean isGapOrBracket(char c) {
    return c < 0x80 && (IS[c] & (GAP | BRACKET)) != 0;
  }

  /**
   * Whether a row of characters is as mixed as random ones are, and names, paths and hex are not.
   *
   * <p>Among random characters of base64 two neighbours differ in kind (lower, upper, digit, sign)
   * in about 64 of 100 cases; a bound of 40 leaves 40 characters three standard deviations.
   */
  static boolean isMixed(String text, int start, int end) {
    int changes = 0;
    int signs = 0;
    int kinds = 0;
    int before = 0;
    for (int i = start; i < end; i++) {
      int kind = kind(text.charAt(i));
      kinds |= kind;
      signs += kind == SIGN ? 1 : 0;
      changes += kind != before ? 1 : 0;
      before = kind;
    }
    int length = end - start;
    return (kinds & 7) == 7 && changes * 100 >= length * 40 && signs * 8 <= length;
  }

  /** Lower case, upper case, a digit or a sign, as a bit. */
  static int kind(char c) {
    if (c >= 'a' && c <= 'z') {
      return 1;
    } else if (c >= 'A' && c <= 'Z') {
      return 2;
    }
    return c >= '0' && c <= '9' ? DIGIT : SIGN;
  }

  private static byte[] classes() {
    byte[] classes = new byte[0x80];
    for (char c = 0; c < classes.length; c++) {
      boolean alphanumeric = kind(c) != SIGN;
      boolean base64 = alphanumeric || c == '+' || c == '/';
      boolean word = base64 || "_-.=~%".indexOf(c) >= 0;
      int is = (alphanumeric ? ALPHANUMERIC : 0) | (base64 ? BASE64 : 0) | (word ? WORD : 0);
      is |= " -./_+".indexOf(c) >= 0 ? GAP : 0;
      classes[c] = (byte) (is | (c == '(' || c == ')' ? BRACKET : 0));
    }
    return classes;
  }
}
