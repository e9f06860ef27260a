package dev.gatehouse.policies;

/**
 * A pattern of names: {@code *} for any characters, {@code ?} for one; all else stands for itself.
 *
 * <p>Immutable. Matching takes at most the length of the pattern times that of the name, and the
 * pattern is short.
 */
record Glob(String pattern, boolean isLiteral) {
  static final int CHARACTERS_MAX = 200;

  static Glob of(String pattern) {
    return new Glob(pattern, pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0);
  }

  /** Whether every name matches. */
  boolean isAny() {
    return pattern.equals("*");
  }

  /** What every matching name begins with. */
  String literalPrefix() {
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '*' && pattern.charAt(end) != '?') {
      end++;
    }
    return pattern.substring(0, end);
  }

  boolean matches(String name) {
    if (isLiteral) {
      return pattern.equals(name);
    }
    int inPattern = 0;
    int inName = 0;
    int star = -1;
    int starInName = 0;
    while (inName < name.length()) {
      char expected = inPattern < pattern.length() ? pattern.charAt(inPattern) : '\0';
      if (inPattern < pattern.length() && expected == '*') {
        star = inPattern++;
        starInName = inName;
      } else if (inPattern < pattern.length()
          && (expected == '?' || expected == name.charAt(inName))) {
        inPattern++;
        inName++;
      } else if (star >= 0) {
        inPattern = star + 1;
        inName = ++starInName;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == pattern.length();
  }
}
