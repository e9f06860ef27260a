package dev.gatehouse.policies.detect;

/**
 * Finds payment cards: as one row of digits or in groups.
 *
 * <p>Every run of neighbouring groups that has the number of digits and the shape of a card is
 * checked, so that a date or a code beside the number neither hides it nor is taken for a part of
 * it.
 */
final class PaymentCardScanner {
  /** From this size on a group is rare enough to be looked for among other groups. */
  private static final int GROUP_DIGITS_COMMON = 4;

  /** As in {@code 41111111 11111111}; longer rows beside a year are other numbers. */
  private static final int GROUP_DIGITS_MAX = 8;

  private static final int HEX_TOKEN_MIN = 24;

  private static final int UUID_CHARACTERS = 36;

  private final BuiltIn kind;

  private PaymentCardScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    PaymentCardScanner scanner = new PaymentCardScanner(kind);
    triggers.onDigits(kind, PaymentCards.DIGITS_MIN, PaymentCards.DIGITS_MAX, scanner::at);
  }

  private void at(DigitRun run, Findings findings) {
    if (PaymentCards.isNumber(run.digits(), run.count()) && hasShape(run)) {
      findings.add(kind, run.start(), run.end());
    }
  }

  /** Whether people would write a card in groups of these sizes. */
  private static boolean hasShape(DigitRun run) {
    if (run.groups() == 1) {
      return !isFraction(run) && !isInHexToken(run);
    }
    int size = run.groupSize(0);
    if (run.groups() == 3 && size == 4 && run.groupSize(1) == 6) {
      return true;
    }
    for (int group = 1; group < run.groups() - 1; group++) {
      if (run.groupSize(group) != size) {
        return false;
      }
    }
    boolean regular =
        size <= GROUP_DIGITS_MAX
            && run.groupSize(run.groups() - 1) <= size + 2
            && !run.gapAfter(0).contains("(");
    boolean whole = run.isWholeRow() || size == GROUP_DIGITS_COMMON;
    return regular && (whole || (size > GROUP_DIGITS_COMMON && !isJoined(run))) && !isInUuid(run);
  }

  /** Whether a sign that is no space joins further digits to it, as in an order's number. */
  private static boolean isJoined(DigitRun run) {
    Passage text = run.passage();
    char before = text.at(run.start() - 1);
    char after = text.at(run.end());
    return (before != ' ' && KeyCharacters.isGap(before) && text.isDigit(run.start() - 2))
        || (after != ' ' && KeyCharacters.isGap(after) && text.isDigit(run.end() + 1));
  }

  /** Whether the groups are part of a UUID, whose middle groups have four digits each. */
  private static boolean isInUuid(DigitRun run) {
    Passage text = run.passage();
    int start = run.start();
    int end = run.end();
    while (end - start <= UUID_CHARACTERS && isUuid(text.at(start - 1))) {
      start--;
    }
    while (end - start <= UUID_CHARACTERS && isUuid(text.at(end))) {
      end++;
    }
    return end - start == UUID_CHARACTERS
        && text.at(start + 8) == '-'
        && text.at(start + 13) == '-'
        && text.at(start + 18) == '-'
        && text.at(start + 23) == '-';
  }

  /** Whether the group follows a decimal point, as in {@code 0.4111111111111111}. */
  private static boolean isFraction(DigitRun run) {
    return run.passage().at(run.start() - 1) == '.' && run.passage().isDigit(run.start() - 2);
  }

  /** Whether the group is part of a long word of hex digits, such as a hash or an object id. */
  private static boolean isInHexToken(DigitRun run) {
    int start = run.start();
    int end = run.end();
    int letters = 0;
    while (end - start <= HEX_TOKEN_MIN && isHexDigit(run.passage().at(start - 1))) {
      start--;
      letters++;
    }
    while (end - start <= HEX_TOKEN_MIN && isHexDigit(run.passage().at(end))) {
      end++;
      letters++;
    }
    return letters > 0 && end - start >= HEX_TOKEN_MIN;
  }

  private static boolean isUuid(char c) {
    return c == '-' || isHexDigit(c);
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
