package dev.gatehouse.policies.sql;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of names with dots between: {@code public.*}, {@code users.password}.
 *
 * <p>{@code *} stands for any characters of one part and {@code ?} for one; a part between double
 * quotes is taken as it is, any other in the case that the dialect folds to. Immutable; matching is
 * linear.
 */
public final class NamePattern {
  /** Longer than what databases take for a name with schema and column. */
  public static final int CHARACTERS_MAX = 400;

  private static final String ALL = "*";

  private final String text;
  private final List<Pattern> parts;

  private NamePattern(String text, List<Pattern> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /** Reads a pattern. */
  public static NamePattern of(String text, Dialect dialect) {
    List<Pattern> parts = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      boolean quoted = part.length() > 1 && part.startsWith("\"") && part.endsWith("\"");
      String name =
          quoted
              ? dialect.foldedQuoted(part.substring(1, part.length() - 1))
              : dialect.folded(part);
      StringBuilder regex = new StringBuilder();
      name.codePoints()
          .forEach(
              c ->
                  regex.append(
                      c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
      parts.add(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }
    return new NamePattern(text, parts);
  }

  /** As its author wrote it. */
  public String text() {
    return text;
  }

  /** Whether this is surely about the name: as many parts, each of them matching. */
  boolean covers(String name) {
    if (text.equals(ALL)) {
      return true;
    }
    String[] named = name.split("\\.", -1);
    if (named.length != parts.size()) {
      return false;
    }
    for (int i = 0; i < named.length; i++) {
      if (!parts.get(i).matches(named[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether this may be about the name: what both say, from the last part on, does not differ. */
  boolean mayConcern(String name) {
    String[] named = name.split("\\.", -1);
    int both = Math.min(named.length, parts.size());
    for (int i = 1; i <= both; i++) {
      String part = named[named.length - i];
      if (!part.equals(ALL) && !parts.get(parts.size() - i).matches(part)) {
        return false;
      }
    }
    return true;
  }
}
