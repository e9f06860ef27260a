package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what is written in base64 inside a text. Linear. */
final class Base64Runs {
  /** A line end is part of what is written where the line before it is at least as long. */
  private static final int LINE_CHARACTERS_MIN = 40;

  private static final String SEPARATORS = "/-_+\r\n";

  private Base64Runs() {}

  /** All that decodes to text, in order and without overlap. */
  static List<Base64Text> in(String text) {
    List<Base64Text> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
        if (at - start >= LINE_CHARACTERS_MIN) {
          at = overLineEnd(text, at);
        }
      }
      int digits = at;
      while (at < text.length() && at - digits < 2 && text.charAt(at) == '=') {
        at++;
      }
      if (digits - start >= Base64Text.CHARACTERS_MIN) {
        run(text, start, digits, at, found);
      }
      at = Math.max(at, start + 1);
    }
    return found;
  }

  /** The whole text, if it is nothing else. */
  static Optional<Base64Text> whole(String text, int from) {
    int end = text.length();
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    List<Base64Text> all = end - from < Base64Text.CHARACTERS_MIN ? List.of() : in(text);
    return all.size() == 1 && all.getFirst().start() == from && all.getFirst().end() >= end
        ? Optional.of(all.getFirst())
        : Optional.empty();
  }

  private static void run(String text, int start, int digits, int end, List<Base64Text> found) {
    Optional<Base64Text> whole = Base64Text.in(text, start, end);
    if (whole.isEmpty() && end > digits) {
      // An equals sign behind a name is no padding.
      whole = Base64Text.in(text, start, digits);
    }
    if (whole.isPresent()) {
      found.add(whole.get());
      return;
    }
    int from = start;
    for (int i = start; i <= digits; i++) {
      boolean isEnd = i == digits || SEPARATORS.indexOf(text.charAt(i)) >= 0;
      if (isEnd && i - from >= Base64Text.CHARACTERS_MIN && i - from < digits - start) {
        Base64Text.in(text, from, i == digits ? end : i).ifPresent(found::add);
      }
      from = isEnd ? i + 1 : from;
    }
  }

  private static int overLineEnd(String text, int at) {
    int next = at;
    next += next < text.length() && text.charAt(next) == '\r' ? 1 : 0;
    next += next < text.length() && text.charAt(next) == '\n' ? 1 : at - next;
    return next > at && next < text.length() && isDigit(text.charAt(next)) ? next : at;
  }

  private static boolean isDigit(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_';
  }
}
