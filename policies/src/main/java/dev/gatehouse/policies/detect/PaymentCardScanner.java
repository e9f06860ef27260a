package dev.gatehouse.policies.detect;

import java.util.Arrays;

/**
 * Finds payment cards in a text: as one row of digits or in groups.
 *
 * <p>Groups are rows of digits with a short gap of spaces, dashes, dots, slashes, underscores or
 * plus signs between them. Every run of neighbouring groups that has the number of digits and the
 * shape of a card is checked, so that a date or a code beside the number neither hides it nor is
 * taken for a part of it. Each group starts at most a card's length of checks: linear.
 */
final class PaymentCardScanner {
  /** As in {@code 4111 - 1111}; more is no longer one number. */
  private static final int GAP_CHARACTERS_MAX = 3;

  /** From this size on a group is rare enough to be looked for among other groups. */
  private static final int GROUP_DIGITS_COMMON = 4;

  /** As in {@code 41111111 11111111}; longer rows beside a year are other numbers. */
  private static final int GROUP_DIGITS_MAX = 8;

  private static final int HEX_TOKEN_MIN = 24;

  private static final int UUID_CHARACTERS = 36;

  private final String text;
  private final Findings findings;

  /** The open run of groups: where each begins and ends in the text. Grows with the run only. */
  private int[] starts = new int[8];

  private int[] ends = new int[8];
  private int groups;
  private int digits;

  PaymentCardScanner(String text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  void scan() {
    int at = 0;
    while (at < text.length()) {
      if (!isDigit(text.charAt(at))) {
        at++;
        continue;
      }
      int end = endOfDigits(at);
      if (groups > 0 && !isGap(ends[groups - 1], at)) {
        checkRun();
      }
      push(at, end);
      at = end;
    }
    checkRun();
  }

  private int endOfDigits(int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isGap(int start, int end) {
    if (end - start > GAP_CHARACTERS_MAX) {
      return false;
    }
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != ' ' && c != '-' && c != '.' && c != '/' && c != '_' && c != '+') {
        return false;
      }
    }
    return true;
  }

  private void push(int start, int end) {
    if (groups == starts.length) {
      starts = Arrays.copyOf(starts, groups * 2);
      ends = Arrays.copyOf(ends, groups * 2);
    }
    starts[groups] = start;
    ends[groups] = end;
    groups++;
    digits += end - start;
  }

  /** Checks every part of the run that could be a card, then forgets the run. */
  private void checkRun() {
    if (digits >= PaymentCards.DIGITS_MIN) {
      char[] number = new char[PaymentCards.DIGITS_MAX];
      for (int first = 0; first < groups; first++) {
        checkFrom(first, number);
      }
    }
    groups = 0;
    digits = 0;
  }

  private void checkFrom(int first, char[] number) {
    int length = 0;
    for (int last = first; last < groups; last++) {
      int size = size(last);
      if (length + size > PaymentCards.DIGITS_MAX) {
        return;
      }
      text.getChars(starts[last], ends[last], number, length);
      length += size;
      if (PaymentCards.isNumber(number, length) && hasShape(first, last)) {
        findings.add(Detector.PAYMENT_CARD, starts[first], ends[last]);
      }
    }
  }

  /** Whether people would write a card in groups of these sizes. */
  private boolean hasShape(int first, int last) {
    if (first == last) {
      return !isFraction(first) && !isInHexToken(first);
    }
    int size = size(first);
    if (last - first == 2 && size == 4 && size(first + 1) == 6) {
      return true;
    }
    for (int group = first + 1; group < last; group++) {
      if (size(group) != size) {
        return false;
      }
    }
    boolean regular = size <= GROUP_DIGITS_MAX && size(last) <= size + 2;
    boolean alone = first == 0 && last == groups - 1;
    return regular && (alone || size >= GROUP_DIGITS_COMMON) && !isInUuid(first, last);
  }

  /** Whether the groups are part of a UUID, whose middle groups have four digits each. */
  private boolean isInUuid(int first, int last) {
    int start = starts[first];
    int end = ends[last];
    while (start > 0 && end - start <= UUID_CHARACTERS && isUuid(text.charAt(start - 1))) {
      start--;
    }
    while (end < text.length() && end - start <= UUID_CHARACTERS && isUuid(text.charAt(end))) {
      end++;
    }
    return end - start == UUID_CHARACTERS
        && text.charAt(start + 8) == '-'
        && text.charAt(start + 13) == '-'
        && text.charAt(start + 18) == '-'
        && text.charAt(start + 23) == '-';
  }

  /** Whether the group follows a decimal point, as in {@code 0.4111111111111111}. */
  private boolean isFraction(int group) {
    int start = starts[group];
    return start >= 2 && text.charAt(start - 1) == '.' && isDigit(text.charAt(start - 2));
  }

  /** Whether the group is part of a long word of hex digits, such as a hash or an object id. */
  private boolean isInHexToken(int group) {
    int start = starts[group];
    int end = ends[group];
    int letters = 0;
    while (start > 0 && end - start <= HEX_TOKEN_MIN && isHexDigit(text.charAt(start - 1))) {
      start--;
      letters++;
    }
    while (end < text.length() && end - start <= HEX_TOKEN_MIN && isHexDigit(text.charAt(end))) {
      end++;
      letters++;
    }
    return letters > 0 && end - start >= HEX_TOKEN_MIN;
  }

  private int size(int group) {
    return ends[group] - starts[group];
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isUuid(char c) {
    return c == '-' || isHexDigit(c);
  }

  private static boolean isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
