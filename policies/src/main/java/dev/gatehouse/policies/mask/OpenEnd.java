package dev.gatehouse.policies.mask;

/** Whether the end of a text may be the beginning of a value that the next text goes on with. */
final class OpenEnd {
  /** Fewer digits at an end are a count or a year, and not worth holding a message back. */
  private static final int DIGITS_MIN = 4;

  /** As many characters without a space are the beginning of a key. */
  private static final int CHARACTERS_MIN = 16;

  private static final String JOINING = "-._@+%=/\\:";

  private OpenEnd() {}

  /** How many characters at the end of a text a value may begin with; 0 if none does. */
  static int length(CharSequence text) {
    int at = text.length();
    int digits = 0;
    boolean hasAtSign = false;
    while (at > 0 && isPart(text, at - 1)) {
      at--;
      digits += Character.isDigit(text.charAt(at)) ? 1 : 0;
      hasAtSign |= text.charAt(at) == '@';
    }
    int length = text.length() - at;
    return digits >= DIGITS_MIN || hasAtSign || length >= CHARACTERS_MIN ? length : 0;
  }

  /** A letter, a digit, what joins them, and a space between or behind digits. */
  private static boolean isPart(CharSequence text, int at) {
    char c = text.charAt(at);
    boolean isGap =
        (c == ' ' || Character.isSpaceChar(c))
            && at > 0
            && Character.isDigit(text.charAt(at - 1))
            && (at + 1 == text.length() || Character.isDigit(text.charAt(at + 1)));
    return Character.isLetterOrDigit(c)
        || JOINING.indexOf(c) >= 0
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.DASH_PUNCTUATION
        || isGap;
  }
}
