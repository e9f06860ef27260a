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

  /** Shorter tokens are no secret by their look alone. */
  private static final int TOKEN_CHARACTERS_MIN = 20;

  private static final byte BREAK = 0;
  private static final byte JOINER = 1;
  private static final byte LETTER = 2;
  private static final byte DIGIT = 3;

  /** For every character, so that none needs a look at where the table ends. */
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
      char c = passage.at(at);
      if (kind == BREAK) {
        closeToken(token, at);
        token = at + 1;
      }
      if (triggers.wantsMark(c, kinds)) {
        call(triggers.forMark(c), at);
      }
      at++;
    }
    closeToken(token, length);
    closeRow();
  }

  private byte classAt(int at) {
    return CLASSES[passage.at(at)];
  }

  /** Walks over a word of letters and digits; gives where it ends. */
  private int word(int start) {
    int digit = endOf(LETTER, start);
    int end = digit;
    int digits = 0;
    while (classAt(end) == DIGIT) {
      int afterDigits = endOf(DIGIT, end);
      group(end, afterDigits);
      digits += afterDigits - end;
      end = endOf(LETTER, afterDigits);
    }
    if (start + 2 < text.length()
        && triggers.mayBegin(passage.at(start), passage.at(start + 1), passage.at(start + 2))) {
      call(triggers.forFirst(passage.at(start)), start);
    }
    int characters = end - start;
    if (characters <= Triggers.WORD_CHARACTERS_MAX && triggers.forLength(characters).has(kinds)) {
      call(triggers.forLength(characters), start, end);
    }
    if (wantsIdentifiers && digits > 0) {
      identifiers.at(start, digit);
    }
    if (wantsMixedWords && digits > 0 && digits < characters) {
      call(triggers.forMixedWords(), start, end);
    }
    return end;
  }

  /** Where the characters of this class that begin here, if any do, end. */
  private int endOf(byte kind, int start) {
    int end = start;
    while (classAt(end) == kind) {
      end++;
    }
    return end;
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
      if (!KeyCharacters.isGapOrBracket(passage.at(i))) {
        return false;
      }
    }
    return true;
  }

  /** Tries every part of the row of digits, then forgets the row. */
  private void closeRow() {
    int groups = row.rowDigits() < Triggers.DIGITS_MIN ? 0 : row.rowGroups();
    for (int first = 0; first < groups; first++) {
      row.begin(first);
      while (row.extend()) {
        if (row.groups() <= Triggers.GROUPS_MAX || row.isWholeRow()) {
          callForDigits();
        } else if (first > 0) {
          break;
        }
      }
    }
    row.clear();
  }

  private void callForDigits() {
    Slots<Triggers.DigitScanner> slots = triggers.forDigits(row.count(), row.groups());
    if (!slots.has(kinds)) {
      return;
    }
    row.read();
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
    byte[] classes = new byte[Character.MAX_VALUE + 1];
    for (char c = 0; c < 0x80; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean letter = !digit && KeyCharacters.isAlphanumeric(c);
      classes[c] = digit ? DIGIT : letter ? LETTER : KeyCharacters.isWord(c) ? JOINER : BREAK;
    }
    return classes;
  }
}
