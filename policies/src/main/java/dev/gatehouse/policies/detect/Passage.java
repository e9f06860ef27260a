package dev.gatehouse.policies.detect;

/**
 * A text in the plain form that scanners read, with the name it goes by.
 *
 * @param text folded: digits are ASCII, spaces and dashes are one of each
 * @param name the object key beside which the text stands; empty where there is none
 */
record Passage(String text, String name) {
  /** Only the end of a longer name is read, however often. */
  private static final int NAME_CHARACTERS_MAX = 64;

  Passage {
    name = name.substring(Math.max(0, name.length() - NAME_CHARACTERS_MAX));
  }

  /** The character at this place; a space before the text and behind it. */
  char at(int place) {
    return place >= 0 && place < text.length() ? text.charAt(place) : ' ';
  }

  /** Whether an ASCII letter or digit stands at this place. */
  boolean isAlphanumeric(int place) {
    return KeyCharacters.isAlphanumeric(at(place));
  }

  /** Whether an ASCII digit stands at this place. */
  boolean isDigit(int place) {
    char c = at(place);
    return c >= '0' && c <= '9';
  }
}
