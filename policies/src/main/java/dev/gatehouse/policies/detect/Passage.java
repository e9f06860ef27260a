package dev.gatehouse.policies.detect;

import java.util.Objects;

/**
 * A text in the plain form that scanners read, with the name it goes by.
 *
 * <p>Immutable.
 */
final class Passage {
  /** Only the end of a longer name is read, however often. */
  private static final int NAME_CHARACTERS_MAX = 64;

  private final String text;
  private final String name;

  /** The text again: one read of an array is a third of the work of one of a text. */
  private final char[] characters;

  /**
   * A passage.
   *
   * @param text folded: digits are ASCII, spaces and dashes are one of each
   * @param name the object key beside which the text stands; empty where there is none
   */
  Passage(String text, String name) {
    this.text = Objects.requireNonNull(text);
    this.name = name.substring(Math.max(0, name.length() - NAME_CHARACTERS_MAX));
    this.characters = text.toCharArray();
  }

  String text() {
    return text;
  }

  String name() {
    return name;
  }

  /** The character at this place; a space before the text and behind it. */
  char at(int place) {
    return place >= 0 && place < characters.length ? characters[place] : ' ';
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
