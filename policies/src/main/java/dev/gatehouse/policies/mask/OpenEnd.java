package dev.gatehouse.policies.mask;

import java.util.regex.Pattern;

/** Whether the end of a text may be the beginning of a value that the next text goes on with. */
final class OpenEnd {
  /** Fewer digits at an end are a count or a year, and not worth holding a message back. */
  private static final int DIGITS_MIN = 4;

  /** As many characters without a space are the beginning of a key. */
  private static final int CHARACTERS_MIN = 16;

  /** Longer than any number that people have, however it is written. */
  private static final int NUMBER_CHARACTERS_MAX = 48;

  /** Longer than any key on one line. */
  static final int CHARACTERS_MAX = 2_048;

  /** What the progress of things is told in. */
  private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3} ?%");

  private static final String JOINING = "-._@+%=/\\:";

  private OpenEnd() {}

  /** A text of so few is a piece of a word rather than a word. */
  static final int PIECE_CHARACTERS_MAX = 4;

  /** Pieces that make so many are the beginning of something. */
  private static final int PIECES_CHARACTERS_MIN = 6;

  /**
   * How many characters at the end of what is held a value may begin with; 0 if none does.
   *
   * @param gone what stood before it, of which digits count, and letters if they come in pieces
   * @param last the last part of what is held
   */
  static int length(String gone, String held, String last) {
    if (PERCENTAGE.matcher(last).matches()) {
      return 0;
    }
    int number = number(gone + held);
    boolean isPiece = last.length() <= PIECE_CHARACTERS_MAX;
    int key = isPiece ? key(gone + held, PIECES_CHARACTERS_MIN) : key(held, CHARACTERS_MIN);
    return Math.max(Math.min(key, CHARACTERS_MAX), Math.min(number, NUMBER_CHARACTERS_MAX));
  }

  private static int key(String text, int charactersMin) {
    int at = text.length();
    int digits = 0;
    boolean hasAtSign = false;
    boolean hasLetter = false;
    while (at > 0 && isPart(text, at - 1)) {
      at--;
      hasLetter |= Character.isLetter(text.charAt(at));
      digits += Character.isDigit(text.charAt(at)) ? 1 : 0;
      hasAtSign |= text.charAt(at) == '@';
    }
    int length = text.length() - at;
    boolean isLong = digits >= DIGITS_MIN || length >= charactersMin;
    return hasAtSign || (hasLetter && isLong) ? length : 0;
  }

  private static int number(String text) {
    int at = text.length();
    int digits = 0;
    while (at > 0 && isPart(text, at - 1) && !Character.isLetter(text.charAt(at - 1))) {
      at--;
      digits += Character.isDigit(text.charAt(at)) ? 1 : 0;
    }
    return digits >= DIGITS_MIN ? text.length() - at : 0;
  }

  /** A letter, a digit, what joins them, and a space between or behind digits. */
  private static boolean isPart(String text, int at) {
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
