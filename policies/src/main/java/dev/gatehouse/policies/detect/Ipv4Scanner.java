package dev.gatehouse.policies.detect;

/**
 * Finds addresses of the Internet protocol, version 4.
 *
 * <p>Four numbers up to 255 with dots between them. A version or a section number has the same
 * form: what a word before it calls one, or a name is joined to, is left alone; so are addresses
 * that say nothing about anybody (loopback, unspecified, net masks). Source: RFC 791, RFC 6890.
 */
final class Ipv4Scanner {
  private static final int DIGITS_MIN = 4;
  private static final int DIGITS_MAX = 12;
  private static final int NUMBERS = 4;
  private static final int VERSION_WORDS_WITHIN = 16;

  private static final ContextWords VERSION_WORDS =
      ContextWords.of(
          "version",
          "versión",
          "versione",
          "versão",
          "versie",
          "wersja",
          "wersji",
          "verze",
          "バージョン",
          "版本",
          "ver",
          "release",
          "section",
          "chapter",
          "clause",
          "build",
          "oid");

  private final BuiltIn kind;

  private Ipv4Scanner(BuiltIn kind) {
    this.kind = kind;
  }

  static void register(Triggers triggers, BuiltIn kind) {
    triggers.onDigits(kind, DIGITS_MIN, DIGITS_MAX, NUMBERS, new Ipv4Scanner(kind)::at);
  }

  private void at(DigitRun run, Findings findings) {
    if (run.hasGaps('.')
        && hasNumbers(run)
        && standsApart(run.passage(), run.start(), run.end())
        && !VERSION_WORDS.tell(run.passage(), run.start(), VERSION_WORDS_WITHIN)) {
      findings.add(kind, run.start(), run.end());
    }
  }

  private static boolean hasNumbers(DigitRun run) {
    int digit = 0;
    int first = 0;
    int last = 0;
    for (int group = 0; group < NUMBERS; group++) {
      int size = run.groupSize(group);
      int number = 0;
      for (int i = 0; i < size; i++) {
        number = Math.min(1_000, number * 10 + run.digit(digit + i));
      }
      if (number > 255 || (size > 1 && run.digit(digit) == 0)) {
        return false;
      }
      digit += size;
      first = group == 0 ? number : first;
      last = number;
    }
    boolean nobody = first == 0 || first == 127 || first == 255;
    // Public resolvers and the like have small numbers too, but no address ends a network's.
    return !nobody && !(first < 10 && last == 0);
  }

  /** Whether it is no part of a longer dotted number, a file's name or a product's version. */
  private static boolean standsApart(Passage text, int start, int end) {
    char before = text.at(start - 1);
    char earlier = text.at(start - 2);
    boolean joined =
        KeyCharacters.isAlphanumeric(before)
            || before == '_'
            || before == '^'
            || before == '~'
            || (before == '.' && KeyCharacters.isAlphanumeric(earlier))
            || ((before == '-' || before == '/') && KeyCharacters.isAlphanumeric(earlier))
            || (before == '=' && earlier == '=');
    char after = text.at(end);
    boolean goesOn =
        KeyCharacters.isAlphanumeric(after)
            || after == '_'
            || ((after == '.' || after == '-') && text.isAlphanumeric(end + 1));
    return !joined && !goesOn;
  }
}
