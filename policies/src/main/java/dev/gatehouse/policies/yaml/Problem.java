package dev.gatehouse.policies.yaml;

import java.util.Objects;

/**
 * One thing that is wrong in a file, and where.
 *
 * <p>Shape: {@code policy.yaml:7:12: unknown key `maks`; expected one of mask, refuse (did you mean
 * `mask`?)}. Units: line and column count from 1, the column in characters (code points).
 * Guarantee: the message is one line.
 *
 * @param file the file as its reader was given it
 * @param message lower case, no full stop, user text in backticks, what was expected
 */
public record Problem(String file, int line, int column, String message) {
  private static final int QUOTED_CHARACTERS_MAX = 80;

  public Problem {
    Objects.requireNonNull(file, "file");
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("line and column count from 1: " + line + ":" + column);
    }
    message = onOneLine(message);
  }

  /** A user's text in backticks, on one line and cut to a length that fits a message. */
  public static String quote(String text) {
    boolean cut = text.codePointCount(0, text.length()) > QUOTED_CHARACTERS_MAX;
    String kept =
        cut ? text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARACTERS_MAX)) + "…" : text;
    return "`" + onOneLine(kept) + "`";
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }

  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
