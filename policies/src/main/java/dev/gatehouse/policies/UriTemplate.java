package dev.gatehouse.policies;

/**
 * A URI with gaps, by which a server says which resources it makes on demand.
 *
 * <p>A gap is taken for any text, whatever its variable may become. Immutable. Source: RFC 6570;
 * MCP 2025-11-25 server/resources, "Resource Templates".
 */
final class UriTemplate {
  /** Beyond this nobody reads it; it is taken for one gap. */
  private static final int CHARACTERS_MAX = 2_000;

  /** No character of a URI; stands for what fills a gap. */
  private static final char GAP = '\uffff';

  private final String pattern;

  private UriTemplate(String pattern) {
    this.pattern = pattern;
  }

  static UriTemplate of(String template) {
    if (template.length() > CHARACTERS_MAX) {
      return new UriTemplate(String.valueOf(GAP));
    }
    StringBuilder pattern = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int end = template.charAt(at) == '{' ? template.indexOf('}', at) : -1;
      pattern.append(end < 0 ? template.charAt(at) : GAP);
      at = (end < 0 ? at : end) + 1;
    }
    return new UriTemplate(pattern.toString());
  }

  /** Whether every URI of this template matches. */
  boolean isCoveredBy(Glob glob) {
    // Both what stands for a long filling and none at all: a question mark takes one of them only.
    return glob.matches(pattern) && glob.matches(pattern.replace(String.valueOf(GAP), ""));
  }

  /**
   * Whether some URI of this template matches. Takes the length of the glob times that of the
   * template.
   */
  boolean meets(Glob glob) {
    String asked = glob.pattern();
    boolean[] reached = new boolean[pattern.length() + 1];
    reached[0] = true;
    passGaps(reached);
    for (int i = 0; i < asked.length(); i++) {
      reached = asked.charAt(i) == '*' ? fromFirst(reached) : step(reached, asked.charAt(i));
      passGaps(reached);
    }
    return reached[pattern.length()];
  }

  /** Behind one more character of the glob. */
  private boolean[] step(boolean[] before, char asked) {
    boolean[] reached = new boolean[before.length];
    for (int at = 0; at < pattern.length(); at++) {
      if (before[at] && pattern.charAt(at) == GAP) {
        reached[at] = true;
      } else if (before[at] && (asked == '?' || asked == pattern.charAt(at))) {
        reached[at + 1] = true;
      }
    }
    return reached;
  }

  private static boolean[] fromFirst(boolean[] before) {
    boolean[] reached = new boolean[before.length];
    boolean any = false;
    for (int at = 0; at < before.length; at++) {
      any |= before[at];
      reached[at] = any;
    }
    return reached;
  }

  /** A gap may be empty. */
  private void passGaps(boolean[] reached) {
    for (int at = 0; at < pattern.length(); at++) {
      reached[at + 1] |= reached[at] && pattern.charAt(at) == GAP;
    }
  }
}
