package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.Triggers.PlaceScanner;
import dev.gatehouse.policies.detect.Triggers.RangeScanner;
import dev.gatehouse.policies.detect.Triggers.Slots;

/**
 * The one walk over a text, which calls scanners where their triggers stand.
 *
 * <p>Each character is read once here, and each trigger calls scanners that look at a bounded
 * window: linear. Confined to one thread, used once.
 */
final class TextWalk {
  /** As in {@code 4111 - 1111}; more is no longer one number. */
  private static final int GAP_CHARACTERS_MAX = 3;

  /** What people write in more groups than these is found only if it stands alone. */
  private static final int GROUPS_MAX = 8;

  /** Shorter tokens are no secret by their look alone. */
  private static final int TOKEN_CHARACTERS_MIN = 20;

  private static final byte BREAK = 0;
  private static final byte JOINER = 1;
  private static final byte LETTER = 2;
  private static final byte DIGIT = 3;
  private static final byte[] CLASSES = classes();

  private final Passage passage;
  private final String text;
  private final Triggers triggers;
  private final long kinds;
  private final Findings findings;
  private final DigitRun row;
  private final boolean wantsMixedWords;
  private final boolean wantsTokens;
  private final boolean wantsIdentifiers;
  private final IdentifierScanner identifiers;

  TextWalk(Passage passage, Triggers triggers, long kinds, Findings findings) {
    this.passage = passage;
    this.text = passage.text();
    this.triggers = triggers;
    this.kinds = kinds;
    this.findings = findings;
    this.row = new DigitRun(passage);
    this.wantsMixedWords = triggers.forMixedWords().has(kinds);
    this.wantsTokens = triggers.forTokens().has(kinds);
    this.wantsIdentifiers = (triggers.identifiers().kinds() & kinds) != 0;
    this.identifiers = new IdentifierScanner(passage, triggers.identifiers(), kinds, findings);
  }

  void walk() {
    int token = 0;
    int at = 0;
    int length = text.length();
    if (!passage.name().isEmpty() && triggers.forNamedTexts().has(kinds)) {
      call(triggers.forNamedTexts(), 0, length);
    }
    while (at < length) {
      byte kind = classAt(at);
      if (kind >= LETTER) {
        at = word(at);
        continue;
      }
      char c = text.charAt(at);
      if (kind == BREAK) {
        closeToken(token, at);
        token = at + 1;
      }
      if (c < 0x80 && triggers.forMark(c).has(kinds)) {
        call(triggers.forMark(c), at);
      }
      at++;
    }
    closeToken(token, length);
    closeRow();
  }

  private byte classAt(int at) {
    char c = text.charAt(at);
    return c < 0x80 ? CLASSES[c] : BREAK;
  }

  /** Walks over a word of letters and digits; gives where it ends. */
  private int word(int start) {
    int length = text.length();
    int at = start;
    int digits = 0;
    while (at < length) {
      byte kind = classAt(at);
      if (kind == DIGIT) {
        int end = at + 1;
        while (end < length && classAt(end) == DIGIT) {
          end++;
        }
        group(at, end);
        digits += end - at;
        at = end;
      } else if (kind == LETTER) {
        at++;
      } else {
        break;
      }
    }
    if (start + 1 < length && triggers.mayBegin(text.charAt(start), text.charAt(start + 1))) {
      call(triggers.forFirst(text.charAt(start)), start);
    }
    int characters = at - start;
    if (characters <= Triggers.WORD_CHARACTERS_MAX && triggers.forLength(characters).has(kinds)) {
      call(triggers.forLength(characters), start, at);
    }
    if (wantsIdentifiers && digits > 0) {
      identifiers.at(start, at);
    }
    if (wantsMixedWords && digits > 0 && digits < at - start) {
      call(triggers.forMixedWords(), start, at);
    }
    return at;
  }

  private void group(int start, int end) {
    if (!row.isEmpty() && !isGap(row.rowEnd(), start)) {
      closeRow();
    }
    row.push(start, end);
  }

  private boolean isGap(int from, int to) {
    if (to - from > GAP_CHARACTERS_MAX) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (" -./_+()".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Tries every part of the row of digits, then forgets the row. */
  private void closeRow() {
    int groups = row.rowGroups();
    for (int first = 0; first < groups; first++) {
      row.begin(first);
      while (row.extend()) {
        if (row.groups() <= GROUPS_MAX || row.isWholeRow()) {
          callForDigits();
        } else if (first > 0) {
          break;
        }
      }
    }
    row.clear();
  }

  private void callForDigits() {
    Slots<Triggers.DigitScanner> slots = triggers.forDigits(row.count());
    if (!slots.has(kinds)) {
      return;
    }
    for (int i = 0; i < slots.size(); i++) {
      if (slots.isOf(i, kinds)) {
        slots.scanner(i).at(row, findings);
      }
    }
  }

  private void closeToken(int start, int end) {
    if (wantsTokens && end - start >= TOKEN_CHARACTERS_MIN) {
      call(triggers.forTokens(), start, end);
    }
  }

  private void call(Slots<PlaceScanner> slots, int place) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.isOf(i, kinds)) {
        slots.scanner(i).at(passage, place, findings);
      }
    }
  }

  private void call(Slots<RangeScanner> slots, int start, int end) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.isOf(i, kinds)) {
        slots.scanner(i).at(passage, start, end, findings);
      }
    }
  }

  private static byte[] classes() {
    byte[] classes = new byte[0x80];
    for (char c = 0; c < classes.length; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean letter = !digit && KeyCharacters.isAlphanumeric(c);
      classes[c] = digit ? DIGIT : letter ? LETTER : KeyCharacters.isWord(c) ? JOINER : BREAK;
    }
    return classes;
  }
}
