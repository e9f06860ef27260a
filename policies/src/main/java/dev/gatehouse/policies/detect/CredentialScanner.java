package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.CredentialNames.Telling;

/**
 * Finds secrets by the names before them: in configurations, JSON, headers, addresses, commands,
 * connection strings and XML.
 *
 * <p>Looks at each {@code =}, {@code :} and {@code >}: back over a name of bounded length, whose
 * last letters most names fail by, and then on over a value of bounded length: linear.
 */
final class CredentialScanner {
  private static final int NAME_CHARACTERS_MAX = 48;

  /** Longer values are cut: what is found reaches to the bound. */
  private static final int VALUE_CHARACTERS_MAX = 512;

  /** A line of a text in which such a name stands by itself. */
  private static final int SPACES_MAX = 2;

  private static final int INDENT_CHARACTERS_MAX = 40;

  private final BuiltIn kind;

  private CredentialScanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    CredentialScanner scanner = new CredentialScanner(kind);
    triggers.onMark(kind, '=', scanner::at);
    triggers.onMark(kind, ':', scanner::at);
    triggers.onMark(kind, '>', scanner::at);
    triggers.onNamedTexts(kind, scanner::named);
    AuthorizationScanner.register(triggers, kind);
  }

  private void at(Passage passage, int mark, Findings findings) {
    int nameEnd = endOfName(passage, mark);
    if (!mayTell(passage, nameEnd) || mark < findings.endOf(kind)) {
      return;
    }
    int nameStart = startOfName(passage, nameEnd);
    boolean arrow = passage.at(mark - 1) == '-' || passage.at(mark - 1) == '=';
    if (passage.at(mark) == '>' && !arrow && passage.at(nameStart - 1) != '<') {
      return;
    }
    Telling telling = CredentialNames.of(passage.text().substring(nameStart, nameEnd));
    if (telling != Telling.NOTHING) {
      value(passage, mark, telling, beginsLine(passage, nameStart), findings);
    }
  }

  /** A text that stands beside a telling name in JSON: all of it is the value. */
  private void named(Passage passage, int start, int end, Findings findings) {
    Telling telling = CredentialNames.of(passage.name());
    if (telling != Telling.NOTHING
        && end - start <= VALUE_CHARACTERS_MAX
        && CredentialValues.isSecret(passage.text().strip(), telling, true)) {
      findings.add(kind, start, end);
    }
  }

  private static boolean beginsLine(Passage passage, int start) {
    int at = start;
    while (start - at < INDENT_CHARACTERS_MAX && (passage.at(at - 1) == ' ' && at > 0)) {
      at--;
    }
    return at == 0 || passage.at(at - 1) == '\n';
  }

  /** Where the name before a mark ends: before spaces, quotes and the rest of a longer mark. */
  private static int endOfName(Passage passage, int mark) {
    int end = mark;
    char before = passage.at(end - 1);
    if (passage.at(mark) == '=' && (before == ':' || before == '?' || before == '+')) {
      end--;
    } else if (passage.at(mark) == '>' && (before == '=' || before == '-')) {
      end--;
    }
    int spaces = 0;
    while (passage.at(end - 1) == ' ' && spaces < SPACES_MAX && end > 0) {
      end--;
      spaces++;
    }
    while (end > mark - 6 && isWrapping(passage.at(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isWrapping(char c) {
    return c == '"' || c == '\'' || c == '`' || c == ']' || c == '*';
  }

  private static boolean mayTell(Passage passage, int end) {
    char last = passage.at(end - 1);
    char before = passage.at(end - 2);
    if (last >= 0x80 || before >= 0x80) {
      return Character.isLetter(last);
    }
    return CredentialNames.mayEnd(passage.at(end - 3), before, last);
  }

  private static int startOfName(Passage passage, int end) {
    int start = end;
    while (end - start < NAME_CHARACTERS_MAX && isName(passage.at(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isName(char c) {
    return c == '_' || c == '-' || c == '.' || Character.isLetterOrDigit(c);
  }

  private void value(
      Passage passage, int mark, Telling telling, boolean beginsLine, Findings findings) {
    int start = mark + 1;
    if (passage.at(mark) == ':' && passage.at(start) == '=') {
      return;
    }
    if (passage.at(mark) == '=' && (passage.at(start) == '=' || passage.at(start) == '>')) {
      return;
    }
    boolean spaced = false;
    while (passage.at(start) == ' ' && start - mark <= SPACES_MAX + 1) {
      start++;
      spaced = true;
    }
    char quote = passage.at(start);
    boolean quoted = quote == '"' || quote == '\'' || quote == '`';
    start += quoted ? 1 : 0;
    int end =
        quoted
            ? endOfQuoted(passage, start, quote)
            : endOfBare(passage, start, passage.at(mark), telling);
    if (!quoted && isCode(passage, start, end)) {
      return;
    }
    String value = passage.text().substring(start, Math.max(start, end));
    boolean alone = quoted || !spaced || isEndOfLine(passage, end);
    boolean line = beginsLine && isEndOfLine(passage, end);
    boolean taken =
        quoted || line || passage.at(mark) == '>' || (!spaced && passage.at(mark) == '=');
    boolean shown = telling != Telling.PASSWORD || alone || hasDigit(value);
    if (shown && CredentialValues.isSecret(value, telling, taken)) {
      findings.add(kind, start, end);
    }
  }

  private static int endOfQuoted(Passage passage, int start, char quote) {
    int limit = Math.min(passage.text().length(), start + VALUE_CHARACTERS_MAX);
    int end = start;
    while (end < limit && passage.at(end) != quote && passage.at(end) != '\n') {
      end++;
    }
    return end;
  }

  private static int endOfBare(Passage passage, int start, char mark, Telling telling) {
    int limit = Math.min(passage.text().length(), start + VALUE_CHARACTERS_MAX);
    int end = start;
    while (end < limit && isBare(passage.at(end), mark)) {
      // Only a password has this inside; what is drawn by lot has it at its end.
      boolean sign = passage.at(end) == '=' && passage.isAlphanumeric(end + 1);
      if (sign && telling != Telling.PASSWORD) {
        break;
      }
      end++;
    }
    // The full stop of a sentence is none of a password's.
    boolean stops = end > start && ".:".indexOf(passage.at(end - 1)) >= 0;
    return stops ? end - 1 : end;
  }

  private static boolean isBare(char c, char mark) {
    return c > ' ' && "\"'`,;<>()[]|".indexOf(c) < 0 && (c != '&' || mark != '=');
  }

  /** Whether what follows is a call, an index or a member rather than a value. */
  private static boolean isCode(Passage passage, int start, int end) {
    char after = passage.at(end);
    return end == start || after == '(' || after == '[' || passage.at(start) == '(';
  }

  private static boolean isEndOfLine(Passage passage, int end) {
    char c = passage.at(end);
    return end >= passage.text().length() || c == '\n' || c == '\r' || c == ',' || c == ';';
  }

  private static boolean hasDigit(String value) {
    return value.chars().anyMatch(c -> c >= '0' && c <= '9');
  }
}
