package dev.gatehouse.policies.detect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;

/**
 * How large a pattern may become when it is compiled, told from its text.
 *
 * <p>Repetitions inside each other multiply: {@code ((a{1000}){1000}){1000}} has 24 characters and
 * would take all the memory there is. So it is counted before it is compiled; never too low. Linear
 * in the text. Confined to one thread, used once.
 */
final class PatternSize {
  private final String text;
  private final long max;

  /** What stands before the open groups, from the inside out. */
  private final Deque<Long> outside = new ArrayDeque<>();

  private long sum;

  /** What a repetition would repeat. */
  private long last;

  private int at;

  private PatternSize(String text, long max) {
    this.text = text;
    this.max = max;
  }

  /** Where the pattern becomes larger than so many steps, if it does. */
  static OptionalInt exceeds(String text, long max) {
    return new PatternSize(text, max).exceeds();
  }

  private OptionalInt exceeds() {
    while (at < text.length()) {
      int start = at;
      step(text.charAt(at));
      if (sum > max) {
        return OptionalInt.of(start);
      }
    }
    return OptionalInt.empty();
  }

  private void step(char c) {
    switch (c) {
      case '(' -> {
        outside.push(sum);
        sum = 0;
        last = 0;
        at++;
      }
      case ')' -> {
        long inside = sum + 2;
        sum = outside.isEmpty() ? sum : outside.pop();
        atom(inside, at + 1);
      }
      case '[' -> atom(1, classEnd());
      case '\\' -> escape();
      case '{' -> repetition();
      default -> atom(1, at + 1);
    }
  }

  private void atom(long size, int end) {
    last = size;
    sum += size;
    at = Math.max(end, at + 1);
  }

  /** Multiplies what stands before it, unless it is no repetition but a brace. */
  private void repetition() {
    int end = text.indexOf('}', at);
    String bounds = end < 0 ? "" : text.substring(at + 1, end);
    long times = 0;
    for (String bound : bounds.split(",", -1)) {
      boolean isNumber =
          bound.length() <= 4 && bound.chars().allMatch(digit -> digit >= '0' && digit <= '9');
      times = Math.max(times, isNumber && !bound.isEmpty() ? Integer.parseInt(bound) : 0);
    }
    if (times == 0) {
      atom(1, at + 1);
      return;
    }
    sum -= last;
    // One more for what may be missing, and one for what may go on.
    atom((last + 1) * (times + 1), end + 1);
  }

  private int classEnd() {
    int end = at + 1;
    end += end < text.length() && text.charAt(end) == '^' ? 1 : 0;
    end += end < text.length() && text.charAt(end) == ']' ? 1 : 0;
    while (end < text.length() && text.charAt(end) != ']') {
      boolean isNamed = text.startsWith("[:", end) && text.indexOf(":]", end) > 0;
      end = isNamed ? text.indexOf(":]", end) + 2 : end + (text.charAt(end) == '\\' ? 2 : 1);
    }
    return Math.min(end + 1, text.length());
  }

  /** Passes {@code \d}, {@code \p{Greek}}, {@code \x{41}} or {@code \Q…\E}. */
  private void escape() {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    if (kind == 'Q') {
      int end = text.indexOf("\\E", at);
      int literalEnd = end < 0 ? text.length() : end;
      sum += literalEnd - at;
      atom(1, end < 0 ? literalEnd : end + 2);
      return;
    }
    boolean isNamed = text.startsWith("{", at + 2) && "pPx".indexOf(kind) >= 0;
    int brace = isNamed ? text.indexOf('}', at) : -1;
    atom(1, brace < 0 ? Math.min(at + 2, text.length()) : brace + 1);
  }
}
