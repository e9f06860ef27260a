package dev.gatehouse.policies.detect;

import java.text.Normalizer;
import java.util.function.IntPredicate;

/**
 * The words of a window in plain small letters, with a space after each.
 *
 * <p>Confined to one thread, used for one window.
 */
final class PlainWords {
  /** Scripts from Greek on: what they tell is looked for anywhere in the window. */
  private static final char OTHER_SCRIPTS = 0x370;

  private static final int FOLDED_MAX = 0x180;
  private static final char[] FOLDED = folded();
  private static final boolean[] UPPER = of(Character::isUpperCase);
  private static final boolean[] LOWER = of(Character::isLowerCase);

  private final char[] letters;
  private int length;

  PlainWords(int characters) {
    this.letters = new char[2 * characters + 1];
  }

  int length() {
    return length;
  }

  /** A small letter, or the space after a word. */
  char at(int place) {
    return letters[place];
  }

  /** Reads a window; whether letters of other scripts are in it. */
  boolean spell(String text, int start, int end) {
    boolean isForeign = false;
    for (int at = start; at < end; at++) {
      char c = text.charAt(at);
      // Most are small letters of ASCII, which stay as they are and begin nothing.
      if (c >= 'a' && c <= 'z') {
        letters[length++] = c;
        continue;
      }
      isForeign |= c >= OTHER_SCRIPTS;
      char plain = fold(c);
      if (plain == ' ' || isHump(text, start, at, end)) {
        space();
      }
      if (plain != ' ') {
        letters[length++] = plain;
      }
    }
    space();
    return isForeign;
  }

  /** Whether a word begins in the middle of a name: {@code taxId}, {@code SSNNumber}. */
  private static boolean isHump(String text, int start, int at, int end) {
    char c = text.charAt(at);
    return c < FOLDED_MAX
        && UPPER[c]
        && at > start
        && (isLower(text.charAt(at - 1)) || (at + 1 < end && isLower(text.charAt(at + 1))));
  }

  private static boolean isLower(char c) {
    return c < FOLDED_MAX ? LOWER[c] : Character.isLowerCase(c);
  }

  private void space() {
    if (length > 0 && letters[length - 1] != ' ') {
      letters[length++] = ' ';
    }
  }

  /** Where the word after the one at this place begins. */
  int afterSpace(int start) {
    int at = start;
    while (letters[at] != ' ') {
      at++;
    }
    return at + 1;
  }

  /** The rest of the word at this place. */
  String upToSpace(int start) {
    return new String(letters, start, afterSpace(start) - 1 - start);
  }

  /** A word in plain small letters: without accents, and a space for what is no Latin letter. */
  static String plain(String word) {
    StringBuilder plain = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      plain.append(fold(word.charAt(i)));
    }
    return plain.toString();
  }

  /** The plain small letter of this character; a space if it is no Latin letter. */
  private static char fold(char c) {
    return c < FOLDED_MAX ? FOLDED[c] : ' ';
  }

  /** For each character its plain small letter, or a space if it is none. */
  private static char[] folded() {
    char[] folded = new char[FOLDED_MAX];
    for (char c = 0; c < FOLDED_MAX; c++) {
      char plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
      char small =
          switch (c) {
            case 'ø', 'Ø' -> 'o';
            case 'ł', 'Ł' -> 'l';
            case 'ß' -> 's';
            case 'ı' -> 'i';
            case 'æ', 'Æ' -> 'a';
            case 'đ', 'Đ' -> 'd';
            default -> Character.toLowerCase(plain);
          };
      folded[c] = small >= 'a' && small <= 'z' ? small : ' ';
    }
    return folded;
  }

  private static boolean[] of(IntPredicate predicate) {
    boolean[] all = new boolean[FOLDED_MAX];
    for (int c = 0; c < FOLDED_MAX; c++) {
      all[c] = predicate.test(c);
    }
    return all;
  }
}
