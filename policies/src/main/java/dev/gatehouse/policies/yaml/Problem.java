package dev.gatehouse.policies.yaml;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong in a file, and where.
 *
 * <p>Shape: {@code policy.yaml:7:12: unknown key `maks`; expected one of mask, refuse (did you mean
 * `mask`?)}. Units: line and column count from 1, the column in characters (code points).
 * Guarantee: the message is one line.
 *
 * @param file the file as its reader was given it
 * @param message lower case, no full stop, user text in backticks, what was expected
 * @param source the line of the file, where the file could be read that far
 */
public record Problem(String file, int line, int column, String message, Optional<String> source) {
  private static final int QUOTED_CHARACTERS_MAX = 80;

  /** What is shown of a longer line, around the place. */
  private static final int SHOWN_CHARACTERS_MAX = 100;

  /** A problem of a line that is not known. */
  public Problem(String file, int line, int column, String message) {
    this(file, line, column, message, Optional.empty());
  }

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

  /** Another problem of the same place. */
  public Problem withMessage(String other) {
    return new Problem(file, line, column, other, source);
  }

  /**
   * The problem with the line that it is in and a caret under the place, on several lines; like
   * {@link #toString()} where the line is not known.
   */
  public String shown() {
    if (source.isEmpty()) {
      return toString();
    }
    int[] characters = onOneLine(source.get()).codePoints().toArray();
    int place = Math.min(column - 1, characters.length);
    int start = place < SHOWN_CHARACTERS_MAX ? 0 : place - SHOWN_CHARACTERS_MAX / 2;
    int end = Math.min(characters.length, start + SHOWN_CHARACTERS_MAX);
    String shown = new String(characters, start, end - start);
    String before = start > 0 ? "…" : "";
    String behind = end < characters.length ? "…" : "";
    String number = Integer.toString(line);
    return String.join(
        "\n",
        toString(),
        "  " + number + " | " + before + shown + behind,
        "  "
            + " ".repeat(number.length())
            + " | "
            + " ".repeat(before.length() + place - start)
            + "^");
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
