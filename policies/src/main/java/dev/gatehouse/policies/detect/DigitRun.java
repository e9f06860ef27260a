package dev.gatehouse.policies.detect;

import java.util.Arrays;

/**
 * A row of digits that may be a number somebody looks for: one group, or neighbouring groups.
 *
 * <p>Good for the length of one call: the walk uses it again for the next candidate. Confined to
 * one thread.
 */
final class DigitRun {
  private final Passage passage;

  /** All groups of the row of which this is a part: where each begins and ends. */
  private int[] starts = new int[16];

  private int[] ends = new int[16];
  private int groups;
  private int rowDigits;

  private int first;
  private int last;
  private int count;
  private final char[] digits = new char[Triggers.DIGITS_MAX];

  DigitRun(Passage passage) {
    this.passage = passage;
  }

  Passage passage() {
    return passage;
  }

  /** The first digit's place. */
  int start() {
    return starts[first];
  }

  /** The place after the last digit. */
  int end() {
    return ends[last];
  }

  /** How many digits there are. */
  int count() {
    return count;
  }

  /** A digit, without the gaps, as a number. */
  int digit(int index) {
    return digits[index] - '0';
  }

  /** The digits without the gaps; only as many as are counted hold. */
  char[] digits() {
    return digits;
  }

  /** The digits without the gaps. */
  String number() {
    return new String(digits, 0, count);
  }

  /** How many groups these are. */
  int groups() {
    return last - first + 1;
  }

  /** How many digits a group has. */
  int groupSize(int group) {
    return ends[first + group] - starts[first + group];
  }

  /** Whether the groups have these sizes. */
  boolean hasGroups(int... sizes) {
    if (groups() != sizes.length) {
      return false;
    }
    for (int i = 0; i < sizes.length; i++) {
      if (groupSize(i) != sizes[i]) {
        return false;
      }
    }
    return true;
  }

  /** The text between a group and the next. */
  String gapAfter(int group) {
    return passage.text().substring(ends[first + group], starts[first + group + 1]);
  }

  /** Whether between all groups stands this one character. */
  boolean hasGaps(char gap) {
    for (int group = first; group < last; group++) {
      if (starts[group + 1] - ends[group] != 1 || passage.at(ends[group]) != gap) {
        return false;
      }
    }
    return true;
  }

  /** Whether no group stands beside these, with a gap that would make it one of them. */
  boolean isWholeRow() {
    return first == 0 && last == groups - 1;
  }

  /** Whether neither a letter, nor a digit, nor an underscore touches it, nor a decimal point. */
  boolean standsAlone() {
    return !touches(start() - 1, -1) && !touches(end(), 1);
  }

  private boolean touches(int place, int step) {
    char c = passage.at(place);
    boolean point = (c == '.' || c == ',') && passage.isDigit(place + step);
    return KeyCharacters.isAlphanumeric(c)
        || c == '_'
        || point
        || (c >= 0x80 && Character.isLetter(c));
  }

  /** Adds a group of digits to the row. */
  void push(int start, int end) {
    if (groups == starts.length) {
      starts = Arrays.copyOf(starts, groups * 2);
      ends = Arrays.copyOf(ends, groups * 2);
    }
    starts[groups] = start;
    ends[groups] = end;
    groups++;
    rowDigits += end - start;
  }

  boolean isEmpty() {
    return groups == 0;
  }

  /** Where the row ends so far. */
  int rowEnd() {
    return ends[groups - 1];
  }

  int rowGroups() {
    return groups;
  }

  void clear() {
    groups = 0;
    rowDigits = 0;
  }

  /** Begins a candidate before this group. */
  void begin(int group) {
    first = group;
    last = group - 1;
    count = 0;
  }

  /** Reads the digits of the candidate, which scanners ask for. */
  void read() {
    int at = 0;
    for (int group = first; group <= last; group++) {
      passage.text().getChars(starts[group], ends[group], digits, at);
      at += ends[group] - starts[group];
    }
  }

  /** How many digits the row has so far. */
  int rowDigits() {
    return rowDigits;
  }

  /** Takes the next group into the candidate; false if there is none or it would be too long. */
  boolean extend() {
    int next = last + 1;
    if (next == groups || count + ends[next] - starts[next] > Triggers.DIGITS_MAX) {
      return false;
    }
    count += ends[next] - starts[next];
    last = next;
    return true;
  }
}
