package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Lays an approval out as plain lines of a width.
 *
 * <p>Shape: headings stand at the margin, facts two blanks in. What goes on from the line above is
 * behind a {@code >}, and each line of a quoted text behind a {@code |}, so that neither can look
 * like a fact or a heading.
 */
final class PlainLayout {
  private static final int NARROWEST = 40;
  private static final String GOES_ON = "      > ";
  private static final String QUOTED = "      | ";
  private static final String FACT = "  ";

  private final int width;
  private final Function<ShownText, String> escape;
  private final List<String> lines = new ArrayList<>();

  /**
   * Begins with nothing.
   *
   * @param width in columns
   * @param escape takes out of a text what its reader would act on
   */
  PlainLayout(int width, Function<ShownText, String> escape) {
    this.width = Math.max(NARROWEST, width);
    this.escape = escape;
  }

  List<String> lines(ApprovalText text) {
    wrap("", escape.apply(text.title()), GOES_ON);
    lines.add("");
    for (ShownText warning : text.warnings()) {
      wrap("! ", escape.apply(warning), GOES_ON);
    }
    for (Section section : text.sections()) {
      lines.add("");
      wrap("", escape.apply(section.heading()), GOES_ON);
      section.lines().forEach(this::add);
    }
    return lines;
  }

  private void add(Line line) {
    switch (line) {
      case Note note -> wrap(FACT, escape.apply(note.text()), GOES_ON);
      case Fact fact ->
          wrap(
              FACT,
              fact.sign().text() + escape.apply(fact.label()) + ": " + escape.apply(fact.value()),
              GOES_ON);
      case Quote quote -> {
        wrap(FACT, quote.sign().text() + escape.apply(quote.label()) + ":", GOES_ON);
        quote.lines().forEach(text -> wrap(QUOTED, escape.apply(text), GOES_ON));
      }
    }
  }

  private void wrap(String indent, String text, String next) {
    String left = text;
    String before = indent;
    while (true) {
      int end = end(left, width - before.length());
      lines.add(before + left.substring(0, end));
      if (end == left.length()) {
        return;
      }
      left = left.substring(end);
      before = next;
    }
  }

  /** Behind the last blank that there is room for; within a word that has no room in a line. */
  private static int end(String text, int columns) {
    int used = 0;
    int blank = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      used += columns(c);
      if (used > columns) {
        return blank > 0 ? blank : Math.max(i, Character.charCount(c));
      }
      i += Character.charCount(c);
      if (c == ' ') {
        blank = i;
      }
    }
    return text.length();
  }

  private static int columns(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    if (c < 0x1100) {
      return false;
    }
    return (c >= 0xFF01 && c <= 0xFF60)
        || Character.isEmojiPresentation(c)
        || switch (UnicodeScript.of(c)) {
          case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
          default -> false;
        };
  }
}
