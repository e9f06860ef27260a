package dev.gatehouse.policies.detect;

/**
 * Finds addresses of the Internet protocol, version 6.
 *
 * <p>Eight groups of up to four hex digits with colons between them, or fewer with one {@code ::}.
 * Looks at the first colon of a row only and reads at most an address: linear. Names of programs
 * have double colons too: without a digit in its first groups, {@code ab::cd} is none. Source: RFC
 * 4291 §2.2, RFC 5952.
 */
final class Ipv6Scanner {
  private static final int GROUPS = 8;
  private static final int GROUP_DIGITS_MAX = 4;

  private final BuiltIn kind;

  private Ipv6Scanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onMark(kind, ':', new Ipv6Scanner(kind)::at);
  }

  private void at(Passage text, int colon, Findings findings) {
    if (!isHex(text.at(colon - 1)) && text.at(colon + 1) != ':') {
      return;
    }
    int start = colon;
    while (colon - start <= GROUP_DIGITS_MAX && isHex(text.at(start - 1))) {
      start--;
    }
    char before = text.at(start - 1);
    if (colon - start > GROUP_DIGITS_MAX
        || before == ':'
        || before == '_'
        || before == '.'
        || KeyCharacters.isAlphanumeric(before)) {
      return;
    }
    int end = endOf(text, start);
    if (end > 0) {
      findings.add(kind, start, end);
    }
  }

  /** The end of the address that begins here, or −1. */
  private static int endOf(Passage text, int start) {
    int at = start;
    int groups = 0;
    int gap = -1;
    int digits = 0;
    while (groups < GROUPS) {
      if (text.at(at) == ':' && text.at(at + 1) == ':' && gap < 0) {
        gap = groups;
        at += 2;
      } else if (groups > 0 && gap != groups) {
        if (text.at(at) != ':' || !isHex(text.at(at + 1))) {
          break;
        }
        at++;
      }
      int end = at;
      while (end - at <= GROUP_DIGITS_MAX && isHex(text.at(end))) {
        digits += text.isDigit(end) ? 1 : 0;
        end++;
      }
      if (end == at) {
        break;
      }
      if (end - at > GROUP_DIGITS_MAX) {
        return -1;
      }
      if (text.at(end) == '.' && gap >= 0 && text.isDigit(end + 1)) {
        return endOfV4(text, at);
      }
      at = end;
      groups++;
    }
    boolean complete = gap < 0 ? groups == GROUPS : groups < GROUPS;
    return complete && isAddress(text, start, at, groups, digits) ? at : -1;
  }

  private static boolean isAddress(Passage text, int start, int end, int groups, int digits) {
    char after = text.at(end);
    boolean goesOn =
        KeyCharacters.isAlphanumeric(after)
            || after == '_'
            || (after == ':' && isHex(text.at(end + 1)));
    boolean loopback = text.text().startsWith("::", start) && groups <= 1;
    // "std::", "a::b": scopes of programs.
    boolean scope = groups < 3 && (digits == 0 || firstGroupSize(text, start) < 3);
    return !goesOn && !loopback && !scope && digits > 0;
  }

  private static int firstGroupSize(Passage text, int start) {
    int at = start;
    while (isHex(text.at(at)) && at - start <= GROUP_DIGITS_MAX) {
      at++;
    }
    return at - start;
  }

  /** The end of an address whose last part is written as one of version 4, or −1. */
  private static int endOfV4(Passage text, int start) {
    int at = start;
    for (int number = 0; number < 4; number++) {
      int end = at;
      while (end - at < 3 && text.isDigit(end)) {
        end++;
      }
      boolean dot = number == 3 || text.at(end) == '.';
      if (end == at || !dot) {
        return -1;
      }
      at = number == 3 ? end : end + 1;
    }
    return text.isAlphanumeric(at) ? -1 : at;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
