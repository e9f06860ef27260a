package dev.gatehouse.policies.detect;

/**
 * Reads characters of a text, taking escapes of JSON and URLs for what they mean.
 *
 * <p>JSON inside a text has escapes in it, and JSON inside that has longer rows of backslashes: any
 * row counts as one. Of percent-encoding only printable ASCII is taken. What is read is passed
 * over: linear. Confined to one thread.
 */
final class Escapes {
  private static final int UNICODE_DIGITS = 4;

  private final String text;
  private int end;
  private int character;

  Escapes(String text) {
    this.text = text;
  }

  /** Reads the character, or the escape, that begins here; gives where it ends. */
  int read(int start) {
    character = text.codePointAt(start);
    end = start + Character.charCount(character);
    if (character == '\\') {
      afterBackslash();
    } else if (character == '%') {
      int value = hex(start + 1, 2);
      if (value >= ' ' && value <= '~') {
        character = value;
        end = start + 3;
      }
    }
    return end;
  }

  /** The character that was read, as a code point. */
  int character() {
    return character;
  }

  private void afterBackslash() {
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    if (end == text.length()) {
      return;
    }
    switch (text.charAt(end)) {
      case 'u' -> unicode();
      case 'n', 'r', 't', 'b', 'f' -> taken('\n');
      case '/' -> taken('/');
      case '"' -> taken('"');
      default -> {}
    }
  }

  private void taken(char meant) {
    character = meant;
    end++;
  }

  /** A character by its number, or two that make one. */
  private void unicode() {
    int value = hex(end + 1, UNICODE_DIGITS);
    if (value < 0) {
      return;
    }
    character = value;
    end += 1 + UNICODE_DIGITS;
    if (Character.isHighSurrogate((char) value) && text.startsWith("\\u", end)) {
      int low = hex(end + 2, UNICODE_DIGITS);
      if (low >= 0 && Character.isLowSurrogate((char) low)) {
        character = Character.toCodePoint((char) value, (char) low);
        end += 2 + UNICODE_DIGITS;
      }
    }
  }

  /** So many hex digits as a number; −1 if there are fewer. */
  private int hex(int from, int digits) {
    if (from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || text.charAt(i) >= 0x80) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
