package dev.gatehouse.gateway.approval.shown;

import java.util.regex.Pattern;

/**
 * An approval for a terminal: plain lines without colours or links.
 *
 * <p>Guarantee: holds no control character but line breaks, and none of the marks that the command
 * line's own colours are written with ({@code @|red …|@}).
 */
public final class TerminalText {
  private static final Pattern COLOURS = Pattern.compile("@(?=\\|)|(?<=\\|)@");

  private TerminalText() {}

  /**
   * The lines, each ended by a line break.
   *
   * @param width of the terminal, in columns
   */
  public static String of(ApprovalText text, int width) {
    return String.join("\n", new PlainLayout(width, TerminalText::line).lines(text)) + "\n";
  }

  /** One text on one line, however long. */
  public static String line(ShownText text) {
    return text.without(COLOURS).text();
  }
}
