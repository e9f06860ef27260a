package dev.gatehouse.policies.detect;

import java.util.Locale;
import java.util.Set;

/**
 * Finds e-mail addresses: a local part, an at-sign, and a domain with a top level.
 *
 * <p>Looks at each at-sign and walks outwards; neither walk passes another at-sign: linear. Source:
 * the dot-atom and quoted-string forms of RFC 5322 §3.4.1, without comments and address literals.
 */
final class EmailScanner {
  private static final int QUOTED_LOCAL_CHARACTERS_MAX = 64;

  /** File names such as {@code logo@2x.png} look like addresses. */
  private static final Set<String> FILE_ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "css", "js", "ts", "json", "map");

  private final BuiltIn kind;

  private EmailScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onMark(kind, '@', new EmailScanner(kind)::at);
  }

  private void at(Passage passage, int at, Findings findings) {
    // In `scheme://user:password@host` a password is no mailbox.
    if (at <= findings.endOf(BuiltIn.URL_PASSWORD)) {
      return;
    }
    String text = passage.text();
    int start = startOfLocal(text, at, findings.endOf(kind));
    int end = start < at ? endOfDomain(text, at + 1) : -1;
    if (end > 0) {
      findings.add(kind, start, end);
    }
  }

  /** Where the local part before the at-sign begins; the at-sign itself if there is none. */
  private static int startOfLocal(String text, int at, int from) {
    if (at > from && text.charAt(at - 1) == '"') {
      int earliest = Math.max(from, at - 2 - QUOTED_LOCAL_CHARACTERS_MAX);
      for (int i = at - 2; i >= earliest; i--) {
        if (text.charAt(i) == '"') {
          return i;
        }
      }
      return at;
    }
    int start = at;
    while (start > from && isLocal(text.charAt(start - 1))) {
      start--;
    }
    while (start < at && !isWord(text.charAt(start))) {
      start++;
    }
    return start;
  }

  /** The end of the longest domain that begins here and ends in a top level, or −1. */
  private static int endOfDomain(String text, int start) {
    int end = -1;
    int labels = 0;
    int label = start;
    while (label < text.length()) {
      int labelEnd = label;
      while (labelEnd < text.length() && isDomain(text.charAt(labelEnd))) {
        labelEnd++;
      }
      if (labelEnd == label) {
        break;
      }
      labels++;
      int trimmed = labelEnd;
      while (trimmed > label && text.charAt(trimmed - 1) == '-') {
        trimmed--;
      }
      if (labels > 1 && isTopLevel(text, label, trimmed)) {
        end = trimmed;
      }
      if (trimmed < labelEnd || labelEnd == text.length() || text.charAt(labelEnd) != '.') {
        break;
      }
      label = labelEnd + 1;
    }
    return end;
  }

  private static boolean isTopLevel(String text, int start, int end) {
    if (end - start < 2 || end - start > 63) {
      return false;
    }
    if (text.startsWith("xn--", start)) {
      return true;
    }
    for (int i = start; i < end; i++) {
      if (!isLetter(text.charAt(i))) {
        return false;
      }
    }
    return !FILE_ENDINGS.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
  }

  private static boolean isLocal(char c) {
    return isWord(c) || c == '.' || c == '-' || c == '+' || c == '\'' || c == '~' || c == '%';
  }

  private static boolean isDomain(char c) {
    return c == '-' || (c >= '0' && c <= '9') || isLetter(c);
  }

  private static boolean isWord(char c) {
    return c == '_' || (c >= '0' && c <= '9') || isLetter(c);
  }

  private static boolean isLetter(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    return Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
