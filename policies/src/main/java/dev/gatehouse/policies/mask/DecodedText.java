package dev.gatehouse.policies.mask;

import java.util.Map;
import java.util.Optional;

/**
 * A text with what URLs, HTML and JSON escape taken for what it means, and the way back.
 *
 * <p>Detectors see through one layer of percent-encoded ASCII themselves; this is for what is
 * encoded twice, for percent-encoded UTF-8, for character references, and for escapes of JSON in
 * what is no JSON as a whole. Linear; immutable.
 */
final class DecodedText {
  /** Encoded more often than that, a text is taken as it is then. */
  private static final int LAYERS_MAX = 6;

  /**
   * The longest character reference that is looked for: the at sign by name, or an emoji by number.
   */
  private static final int REFERENCE_CHARACTERS_MAX = 10;

  /** What JSON escapes by one letter or sign, and what it means. */
  private static final String ESCAPED = "nrt\"\\/";

  private static final String MEANT = "\n\r\t\"\\/";

  /** Those of which values are made. */
  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("amp", (int) '&'),
          Map.entry("lt", (int) '<'),
          Map.entry("gt", (int) '>'),
          Map.entry("quot", (int) '"'),
          Map.entry("apos", (int) '\''),
          Map.entry("nbsp", (int) ' '),
          Map.entry("commat", (int) '@'),
          Map.entry("period", (int) '.'),
          Map.entry("lowbar", (int) '_'),
          Map.entry("plus", (int) '+'),
          Map.entry("hyphen", (int) '-'),
          Map.entry("dash", (int) '-'),
          Map.entry("sol", (int) '/'),
          Map.entry("colon", (int) ':'),
          Map.entry("percnt", (int) '%'),
          Map.entry("num", (int) '#'),
          Map.entry("shy", 0xAD),
          Map.entry("zwnj", 0x200C));

  private final String text;
  private final int[] starts;
  private final int originalLength;

  private DecodedText(String text, int[] starts, int originalLength) {
    this.text = text;
    this.starts = starts;
    this.originalLength = originalLength;
  }

  /** The text decoded, if anything in it is encoded in a way that detectors do not see through. */
  static Optional<DecodedText> of(String original) {
    Optional<DecodedText> decoded = Optional.empty();
    String text = original;
    for (int layer = 0; layer < LAYERS_MAX && isEncoded(text); layer++) {
      DecodedText next = decode(text);
      if (next.text().length() == text.length()) {
        break;
      }
      decoded = Optional.of(decoded.map(next::over).orElse(next));
      text = next.text();
    }
    return decoded;
  }

  /** What it means. */
  String text() {
    return text;
  }

  /** Where in the original the character at this place begins. */
  int start(int at) {
    return at == text.length() ? originalLength : starts[at];
  }

  private static boolean isEncoded(String text) {
    return text.indexOf('%') >= 0 || text.indexOf('&') >= 0 || text.indexOf('\\') >= 0;
  }

  /** The same with places in the text that another was made of. */
  private DecodedText over(DecodedText below) {
    int[] origins = new int[text.length()];
    for (int i = 0; i < origins.length; i++) {
      origins[i] = below.start(starts[i]);
    }
    return new DecodedText(text, origins, below.originalLength);
  }

  private static DecodedText decode(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    int[] starts = new int[text.length()];
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int before = decoded.length();
      int end =
          switch (c) {
            case '%' -> percent(text, at, decoded);
            case '&' -> reference(text, at, decoded);
            case '\\' -> escape(text, at, decoded);
            default -> at;
          };
      if (end == at) {
        decoded.append(c);
        end = at + 1;
      }
      for (int i = before; i < decoded.length(); i++) {
        starts[i] = at;
      }
      at = end;
    }
    return new DecodedText(decoded.toString(), starts, text.length());
  }

  /** Appends the character whose UTF-8 is percent-encoded here; the end of it, or its start. */
  private static int percent(String text, int at, StringBuilder decoded) {
    int first = octet(text, at);
    int more =
        first < 0
            ? -1
            : first < 0x80
                ? 0
                : first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : -1;
    if (more < 0 || (more == 0 && first < ' ' && first != '\n' && first != '\t' && first != '\r')) {
      return at;
    }
    int character = more == 0 ? first : first & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
      int next = octet(text, at + 3 * i);
      if (next < 0x80 || next > 0xBF) {
        return at;
      }
      character = character << 6 | (next & 0x3F);
    }
    if (!isScalar(character)) {
      return at;
    }
    decoded.appendCodePoint(character);
    return at + 3 * (more + 1);
  }

  /** Appends the character that JSON escapes here; the end of it, or its start. */
  private static int escape(String text, int at, StringBuilder decoded) {
    int simple = at + 1 < text.length() ? ESCAPED.indexOf(text.charAt(at + 1)) : -1;
    if (simple >= 0) {
      decoded.append(MEANT.charAt(simple));
      return at + 2;
    }
    int high = text.startsWith("u", at + 1) ? hex(text, at + 2) : -1;
    int low = high < 0 ? -1 : hex(text, at + 4);
    if (low < 0) {
      return at;
    }
    decoded.append((char) ((high << 8) | low));
    return at + 6;
  }

  private static int octet(String text, int at) {
    return at < text.length() && text.charAt(at) == '%' ? hex(text, at + 1) : -1;
  }

  /** What two digits from this place on spell, or −1. */
  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : (high * 16) + low;
  }

  /** Appends the character that is referred to here; the end of that, or its start. */
  private static int reference(String text, int at, StringBuilder decoded) {
    int end = at + 1;
    int limit = Math.min(text.length(), at + REFERENCE_CHARACTERS_MAX);
    while (end < limit
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '#')) {
      end++;
    }
    String name = text.substring(at + 1, end);
    int character = name.startsWith("#") ? number(name.substring(1)) : NAMED.getOrDefault(name, -1);
    if (!isScalar(character) || (character < ' ' && !Character.isWhitespace(character))) {
      return at;
    }
    decoded.appendCodePoint(character);
    return end < text.length() && text.charAt(end) == ';' ? end + 1 : end;
  }

  private static int number(String digits) {
    boolean isHex = digits.startsWith("x") || digits.startsWith("X");
    String plain = isHex ? digits.substring(1) : digits;
    int radix = isHex ? 16 : 10;
    int number = 0;
    for (int i = 0; i < plain.length(); i++) {
      int digit = plain.charAt(i) < 0x80 ? Character.digit(plain.charAt(i), radix) : -1;
      number = digit < 0 ? -1 : number * radix + digit;
      if (number < 0 || number > Character.MAX_CODE_POINT) {
        return -1;
      }
    }
    return plain.isEmpty() ? -1 : number;
  }

  private static boolean isScalar(int character) {
    return character > 0
        && character <= Character.MAX_CODE_POINT
        && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
  }
}
