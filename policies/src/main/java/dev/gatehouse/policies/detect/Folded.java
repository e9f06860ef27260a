package dev.gatehouse.policies.detect;

import java.util.Arrays;

/**
 * A text in the plain form that the scanners read, with the way back.
 *
 * <p>Any Unicode decimal digit becomes an ASCII digit, full-width forms become ASCII, every kind of
 * space and dash becomes one of each, characters without width are left out, and what JSON or a URL
 * escapes is taken for what it means. So a scanner knows only ASCII, and neither typography nor
 * JSON inside a text hides a number. A text without any of this is taken as it is.
 */
final class Folded {
  private static final int[] NO_ORIGINS = {};

  /** Characters that may have another plain form, or begin what has one. */
  private static final boolean[] UNUSUAL = unusual();

  private final String text;

  /** For each character of the plain text where it began in the original; empty if unchanged. */
  private final int[] origins;

  private final int originalLength;

  private Folded(String text, int[] origins, int originalLength) {
    this.text = text;
    this.origins = origins;
    this.originalLength = originalLength;
  }

  static Folded of(String original) {
    for (int i = 0; i < original.length(); i++) {
      if (UNUSUAL[original.charAt(i)]) {
        return fold(original, i);
      }
    }
    return new Folded(original, NO_ORIGINS, original.length());
  }

  String text() {
    return text;
  }

  /** Where in the original the character at this place of the plain text begins. */
  int start(int at) {
    return origins.length == 0 ? at : at == text.length() ? originalLength : origins[at];
  }

  /** Where in the original the character before this place of the plain text ends. */
  int end(int at) {
    if (origins.length == 0) {
      return at;
    }
    // What was left out after the last character goes with it, so that nothing odd stays behind.
    return at == text.length() ? originalLength : origins[at];
  }

  /** The plain form of a text in which something unusual stands here first. */
  private static Folded fold(String original, int first) {
    char[] plain = original.toCharArray();
    int[] origins = new int[plain.length];
    int length = first;
    for (int i = 0; i < first; i++) {
      origins[i] = i;
    }
    Escapes escapes = new Escapes(original);
    int at = first;
    while (at < original.length()) {
      char c = original.charAt(at);
      if (!UNUSUAL[c]) {
        origins[length] = at++;
        plain[length++] = c;
        continue;
      }
      int end = escapes.read(at);
      int character = escapes.character();
      int folded = character < 0x80 ? character : fold(character);
      if (folded >= 0) {
        int more = Character.toChars(folded, plain, length);
        Arrays.fill(origins, length, length + more, at);
        length += more;
      }
      at = end;
    }
    return new Folded(new String(plain, 0, length), origins, original.length());
  }

  private static boolean[] unusual() {
    boolean[] unusual = new boolean[Character.MAX_VALUE + 1];
    for (int c = 0; c < unusual.length; c++) {
      boolean other = c >= 0x80 && (Character.isSurrogate((char) c) || fold(c) != c);
      unusual[c] = other || c == '\\' || c == '%';
    }
    return unusual;
  }

  /** The plain form of a character outside ASCII; negative if it has none and is left out. */
  private static int fold(int character) {
    if (character >= 0xFF01 && character <= 0xFF5E) {
      return character - 0xFF01 + '!';
    }
    int type = Character.getType(character);
    return switch (type) {
      case Character.DECIMAL_DIGIT_NUMBER -> '0' + Character.digit(character, 10);
      case Character.SPACE_SEPARATOR -> ' ';
      case Character.DASH_PUNCTUATION -> '-';
      case Character.FORMAT -> -1;
      default -> foldOther(character);
    };
  }

  private static int foldOther(int character) {
    return switch (character) {
      // Minus, hyphen bullet, macron: dashes that Unicode does not call so.
      case 0x2212, 0x2043, 0x00AF -> '-';
      // Bullets and middle dots, used between groups of digits.
      case 0x00B7, 0x2022, 0x2024, 0x2027, 0x30FB, 0x3002 -> '.';
      case 0x2215, 0x2044 -> '/';
      case 0xFE6B -> '@';
      // Without width, though not of the format type: fillers, joiners, keycaps.
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x20E3, 0x3164, 0xFFA0 -> -1;
      default -> isVariationSelector(character) ? -1 : character;
    };
  }

  private static boolean isVariationSelector(int character) {
    return (character >= 0xFE00 && character <= 0xFE0F)
        || (character >= 0xE0100 && character <= 0xE01EF)
        || (character >= 0x180B && character <= 0x180F);
  }
}
