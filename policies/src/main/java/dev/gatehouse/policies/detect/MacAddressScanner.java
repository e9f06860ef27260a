package dev.gatehouse.policies.detect;

/**
 * Finds hardware addresses: six or eight pairs of hex digits, or three groups of four with dots.
 *
 * <p>Looks at the first separator of a row only and reads at most an address: linear. Rows of more
 * pairs are fingerprints. Six pairs of digits with dashes are a time as easily: they need a letter.
 * Source: IEEE 802-2014 §8.1; the dotted form is that of network equipment.
 */
final class MacAddressScanner {
  private static final int DOTTED_GROUP = 4;

  private final BuiltIn kind;

  private MacAddressScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    MacAddressScanner scanner = new MacAddressScanner(kind);
    triggers.onMark(kind, ':', scanner::pairs);
    triggers.onMark(kind, '-', scanner::pairs);
    triggers.onMark(kind, '.', scanner::dotted);
  }

  private void pairs(Passage text, int mark, Findings findings) {
    char separator = text.at(mark);
    if (text.at(mark + 3) != separator
        || text.at(mark + 6) != separator
        || !isHex(text, mark - 2, 2)) {
      return;
    }
    int start = mark - 2;
    if (text.isAlphanumeric(start - 1) || text.at(start - 1) == separator) {
      return;
    }
    int pairs = 1;
    int at = mark;
    while (pairs <= 8 && text.at(at) == separator && isHex(text, at + 1, 2)) {
      at += 3;
      pairs++;
    }
    boolean goesOn = text.isAlphanumeric(at) || text.at(at) == separator;
    if ((pairs == 6 || pairs == 8) && !goesOn && isSomebodys(text, start, at, separator == '-')) {
      findings.add(kind, start, at);
    }
  }

  private void dotted(Passage text, int dot, Findings findings) {
    int start = dot - DOTTED_GROUP;
    int end = dot + 2 * (DOTTED_GROUP + 1);
    if (text.at(dot + DOTTED_GROUP + 1) == '.'
        && isHex(text, start, DOTTED_GROUP)
        && isHex(text, dot + 1, DOTTED_GROUP)
        && isHex(text, dot + DOTTED_GROUP + 2, DOTTED_GROUP)
        && !text.isAlphanumeric(start - 1)
        && text.at(start - 1) != '.'
        && !text.isAlphanumeric(end)
        && text.at(end) != '.'
        && isSomebodys(text, start, end, true)) {
      findings.add(kind, start, end);
    }
  }

  /** Whether it is neither all zero nor all ones, and has a letter where it needs one. */
  private static boolean isSomebodys(Passage text, int start, int end, boolean needsLetter) {
    boolean letter = false;
    boolean other = false;
    char first = text.at(start);
    for (int i = start; i < end; i++) {
      char c = text.at(i);
      letter |= KeyCharacters.isAlphanumeric(c) && !text.isDigit(i);
      other |= KeyCharacters.isAlphanumeric(c) && c != first;
    }
    return other && (letter || !needsLetter);
  }

  private static boolean isHex(Passage text, int start, int count) {
    for (int i = start; i < start + count; i++) {
      char c = text.at(i);
      boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      if (!hex) {
        return false;
      }
    }
    return true;
  }
}
