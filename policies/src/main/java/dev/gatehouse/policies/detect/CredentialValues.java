package dev.gatehouse.policies.detect;

import dev.gatehouse.policies.detect.CredentialNames.Telling;
import java.util.Locale;
import java.util.Set;

/**
 * Tells a secret that stands beside a name from what else may stand there.
 *
 * <p>Never a secret: placeholders ({@code ${…}}, {@code <your-key>}, {@code xxxx}, {@code
 * changeme}), words of programs ({@code null}, {@code string}), paths, addresses and masks that are
 * there already. Beside a mere hint the value must look random too: UUIDs, rows of hex of a
 * digest's length, versions and dates do not count then. Pure; time linear in the value, which
 * callers bound.
 */
final class CredentialValues {
  private static final int PASSWORD_CHARACTERS_MIN = 4;
  private static final int SECRET_CHARACTERS_MIN = 8;
  private static final int HINTED_CHARACTERS_MIN = 16;
  private static final int PLACEHOLDER_CHARACTERS_MAX = 80;

  /** Bits a character: English words have about 3 at this length, random hex 3.4, base64 4.2. */
  private static final double SECRET_ENTROPY_MIN = 2.5;

  private static final double HINTED_ENTROPY_MIN = 3.2;

  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "null",
          "nil",
          "none",
          "undefined",
          "true",
          "false",
          "yes",
          "no",
          "string",
          "text",
          "number",
          "boolean",
          "object",
          "required",
          "optional",
          "empty",
          "unset",
          "default",
          "password",
          "passwd",
          "pwd",
          "secret",
          "token",
          "apikey",
          "api_key",
          "key",
          "changeme",
          "change_me",
          "change-me",
          "changeit",
          "replaceme",
          "replace_me",
          "redacted",
          "hidden",
          "masked",
          "removed",
          "todo",
          "tbd",
          "example",
          "placeholder",
          "dummy",
          "sample",
          "value",
          "here",
          "missing",
          "invalid",
          "incorrect",
          "wrong",
          "expired",
          "must",
          "should",
          "cannot",
          "bearer",
          "basic",
          "password123example",
          "enabled",
          "disabled",
          "and",
          "the",
          "input");

  private static final Set<String> PLACEHOLDER_PARTS =
      Set.of(
          "your_",
          "your-",
          "my-secret-here",
          "xxxx",
          "****",
          "....",
          "example_",
          "placeholder",
          "insert_",
          "insert-",
          "_here",
          "-here",
          "redacted",
          "changeme",
          "replace_with",
          "••••");

  private CredentialValues() {}

  /** Whether this value, beside a name that tells so much, is a secret. */
  static boolean isSecret(String value, Telling telling, boolean quoted) {
    return switch (telling) {
      case NOTHING -> false;
      case PASSWORD -> isPassword(value, quoted);
      case SECRET -> isNamedSecret(value);
      case HINT -> isRandom(value);
    };
  }

  /** Whether this stands where a value will stand. */
  static boolean isPlaceholder(String value) {
    if (value.isEmpty() || isWrapped(value)) {
      return true;
    }
    if (value.length() > PLACEHOLDER_CHARACTERS_MAX) {
      return isOneCharacter(value);
    }
    String lower = value.toLowerCase(Locale.ROOT);
    if (PLACEHOLDERS.contains(lower)) {
      return true;
    }
    for (String part : PLACEHOLDER_PARTS) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return isOneCharacter(value);
  }

  /**
   * Whether this is written as a variable: {@code ${X}}, {@code {{x}}}, {@code <x>}, {@code %X%}.
   */
  private static boolean isWrapped(String value) {
    char first = value.charAt(0);
    char last = value.charAt(value.length() - 1);
    return value.startsWith("${")
        || value.startsWith("{{")
        || value.startsWith("$(")
        || value.startsWith("#{")
        || value.startsWith("[masked:")
        || (first == '<' && last == '>')
        || (first == '[' && last == ']')
        || (first == '{' && last == '}')
        || (first == '%' && last == '%' && value.length() > 1)
        || (first == '$' && isVariable(value.substring(1)));
  }

  private static boolean isVariable(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c == '_' || Character.isLetter(c));
  }

  private static boolean isOneCharacter(String value) {
    return value.chars().allMatch(c -> c == value.charAt(0));
  }

  private static boolean isPassword(String value, boolean quoted) {
    if (value.length() < PASSWORD_CHARACTERS_MIN || isPlaceholder(value)) {
      return false;
    }
    // Without quotes a word is prose or a name of a program as easily as a password.
    return quoted || !isPlain(value);
  }

  /** Letters, with dots and underscores between them. */
  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> c == '.' || c == '_' || c == '-' || Character.isLetter(c));
  }

  private static boolean isNamedSecret(String value) {
    return value.length() >= SECRET_CHARACTERS_MIN
        && !isPlaceholder(value)
        && !isPlace(value)
        && !isPlain(value)
        && !value.contains(" ")
        && entropy(value) >= SECRET_ENTROPY_MIN;
  }

  /** Whether the value looks as if it were drawn by lot. */
  private static boolean isRandom(String value) {
    return value.length() >= HINTED_CHARACTERS_MIN
        && isMixed(value)
        && isNamedSecret(value)
        && !isUuid(value)
        && !isDigest(value)
        && entropy(value) >= HINTED_ENTROPY_MIN;
  }

  /** A path or an address of the web. */
  private static boolean isPlace(String value) {
    return isAddress(value)
        || value.startsWith("/")
        || value.startsWith("./")
        || value.startsWith("../")
        || value.startsWith("~/")
        || (value.length() > 2 && value.charAt(1) == ':' && value.charAt(2) == '\\');
  }

  private static boolean isAddress(String value) {
    int scheme = value.indexOf("://");
    return scheme > 0 && value.chars().limit(scheme).allMatch(Character::isLetter);
  }

  /**
   * Whether letters and digits change as often as they do in random text, and signs are few.
   *
   * <p>Among random lower-case letters and digits two neighbours differ in kind in 40 of 100 cases.
   */
  private static boolean isMixed(String value) {
    int changes = 0;
    int signs = 0;
    int seen = 0;
    int before = 0;
    for (int i = 0; i < value.length(); i++) {
      int kind = KeyCharacters.kind(value.charAt(i));
      seen |= kind;
      changes += kind != before ? 1 : 0;
      signs += kind == KeyCharacters.SIGN ? 1 : 0;
      before = kind;
    }
    boolean both = (seen & KeyCharacters.DIGIT) != 0 && (seen & KeyCharacters.LETTERS) != 0;
    return both && changes * 10 >= value.length() * 3 && signs * 8 <= value.length();
  }

  private static boolean isUuid(String value) {
    return value.length() == 36
        && value.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
  }

  /** Hex of the length of a digest: of a commit, a file or a cache's key rather than a secret. */
  private static boolean isDigest(String value) {
    int length = value.length();
    boolean common = length == 32 || length == 40 || length == 56 || length == 64 || length == 128;
    return common && value.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /** Shannon's entropy of the characters, in bits for each. */
  static double entropy(String value) {
    int[] counts = new int[0x80];
    for (int i = 0; i < value.length(); i++) {
      counts[value.charAt(i) & 0x7f]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / value.length();
        bits -= share * Math.log(share);
      }
    }
    return bits / Math.log(2);
  }
}
