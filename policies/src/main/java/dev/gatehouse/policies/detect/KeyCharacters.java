package dev.gatehouse.policies.detect;

/** The characters of which keys are made, and how mixed a row of them is. */
final class KeyCharacters {
  private static final boolean[] WORD = new boolean[0x80];

  static {
    for (char c = 0; c < WORD.length; c++) {
      WORD[c] = isBase64(c) || "_-.=~%".indexOf(c) >= 0;
    }
  }

  /** The {@linkplain #kind kinds} of letters. */
  static final int LETTERS = 3;

  static final int DIGIT = 4;
  static final int SIGN = 8;

  private KeyCharacters() {}

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isBase64(char c) {
    return isAlphanumeric(c) || c == '+' || c == '/';
  }

  /** Whether a word that may hold a key can go on with this character. */
  static boolean isWord(char c) {
    return c < WORD.length && WORD[c];
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
}
