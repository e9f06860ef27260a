package dev.gatehouse.policies.detect;

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
    int unusual = 0;
    for (int i = 0; i < original.length(); i++) {
      char c = original.charAt(i);
      unusual += c >= 0x80 || c == '\\' || c == '%' ? 1 : 0;
    }
    return unusual == 0 ? new Folded(original, NO_ORIGINS, original.length()) : fold(original);
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

  private static Folded fold(String original) {
    StringBuilder plain = new StringBuilder(original.length());
    int[] origins = new int[original.length()];
    Escapes escapes = new Escapes(original);
    while (escapes.next()) {
      int character = escapes.character();
      int folded = character < 0x80 ? character : fold(character);
      if (folded >= 0) {
        origins[plain.length()] = escapes.start();
        if (Character.charCount(folded) == 2) {
          origins[plain.length() + 1] = escapes.start();
        }
        plain.appendCodePoint(folded);
      }
    }
    return new Folded(plain.toString(), origins, original.length());
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
