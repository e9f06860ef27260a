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

  /**
   * Whether every name that matches the other matches this; may miss it for patterns with several
   * stars in a row.
   */
  boolean covers(Glob other) {
    if (isLiteral || other.isLiteral()) {
      return other.isLiteral() && matches(other.pattern());
    }
    return takes(other.pattern(), true);
  }

  boolean matches(String name) {
    if (isLiteral) {
      return pattern.equals(name);
    }
    return takes(name, false);
  }

  /**
   * Whether this matches a name, or takes in a pattern: then a star of it, which may become
   * anything, is taken by a star only.
   */
  private boolean takes(String name, boolean isPattern) {
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
          && (expected == name.charAt(inName)
              || (expected == '?' && !(isPattern && name.charAt(inName) == '*')))) {
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
