package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.pinning.HiddenCharacters;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A stranger's text on one line, with everything in it seen: stricter than what definitions of
 * tools are shown with, because people decide by it.
 *
 * <p>Beyond {@link HiddenCharacters}: line breaks and tabs, blanks other than the usual one and
 * long runs of that, marks that strike out or bury what they stand on, joiners and variants where
 * they change nothing, and what only looks as if the gateway had marked something.
 */
final class Visible {
  /** Runs of blanks beyond this push what follows out of sight. */
  private static final int BLANKS_MAX = 8;

  /** A blank at the beginning is seen by what stands above it. */
  private static final int INDENT_MAX = 40;

  /** More marks on one letter than any language has run into other lines. */
  private static final int MARKS_MAX = 3;

  private static final int ZWNJ = 0x200C;
  private static final int ZWJ = 0x200D;
  private static final int KEY_CAP = 0x20E3;

  private static final Pattern FORGED =
      Pattern.compile("<(?=U\\+|tags:|mixed:|like:|blanks:|cut:)", Pattern.CASE_INSENSITIVE);

  /** Tags that spell angle brackets: they would end what tags are shown in. */
  private static final Pattern TAG_BRACKETS = Pattern.compile("[\\x{E003C}\\x{E003E}]");

  private static final Set<UnicodeScript> JOINING =
      EnumSet.of(
          UnicodeScript.ARABIC,
          UnicodeScript.SYRIAC,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.GUJARATI,
          UnicodeScript.ORIYA,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.KANNADA,
          UnicodeScript.MALAYALAM,
          UnicodeScript.SINHALA);

  private Visible() {}

  /**
   * The text with everything seen.
   *
   * @param also characters that are shown by their number too, because they end what it stands in
   * @param isName whether every look-alike is told, and not only those among plain letters
   */
  static String of(String text, String also, boolean isName) {
    if (isPlain(text, also)) {
      return text;
    }
    String bare = FORGED.matcher(text).replaceAll("<U+003C>");
    String untagged = TAG_BRACKETS.matcher(bare).replaceAll(m -> escaped(m.group()));
    return Words.marked(strict(HiddenCharacters.shown(untagged), also), isName);
  }

  private static boolean isPlain(String text, String also) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '<' && also.indexOf(c) < 0)
        && !text.contains("  ");
  }

  /** Each character by its number. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> escaped.append("<U+%04x>".formatted(c).toUpperCase(Locale.ROOT)));
    return escaped.toString();
  }

  private static String strict(String text, String also) {
    int[] points = text.codePoints().toArray();
    StringBuilder strict = new StringBuilder(text.length() + 16);
    for (int i = 0; i < points.length; i++) {
      int blanks = blanks(points, i);
      if (blanks > (i == 0 ? INDENT_MAX : BLANKS_MAX)) {
        strict.append("<blanks: ").append(blanks).append('>');
        i += blanks - 1;
      } else if (also.indexOf(points[i]) >= 0 || isUnseen(points, i)) {
        strict.append(escaped(Character.toString(points[i])));
      } else {
        strict.appendCodePoint(points[i]);
      }
    }
    return strict.toString();
  }

  private static int blanks(int[] points, int from) {
    int end = from;
    while (end < points.length && points[end] == ' ') {
      end++;
    }
    return end - from;
  }

  private static boolean isUnseen(int[] points, int at) {
    int c = points[at];
    int before = at == 0 ? ' ' : points[at - 1];
    if (c == '\n' || c == '\t' || c == 0xFFFC) {
      return true;
    }
    if (c == ZWJ || c == ZWNJ) {
      return at + 1 == points.length || !joins(before) || !joins(points[at + 1]);
    }
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR -> c != ' ';
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          isMarkUnseen(points, at, before);
      default -> false;
    };
  }

  private static boolean isMarkUnseen(int[] points, int at, int before) {
    int c = points[at];
    if (c >= 0xFE00 && c <= 0xFE0F) {
      return !Character.isEmoji(before) && !Character.isIdeographic(before);
    }
    if (c >= 0xE0100) {
      return !Character.isIdeographic(before);
    }
    if (c == KEY_CAP) {
      return before != 0xFE0F;
    }
    if (isOverlay(c) || !(Character.isLetter(before) || isMark(before))) {
      return true;
    }
    int marks = 0;
    while (marks < at && isMark(points[at - 1 - marks])) {
      marks++;
    }
    return marks >= MARKS_MAX;
  }

  /** What strikes out or encloses the character before it. */
  private static boolean isOverlay(int c) {
    return (c >= 0x0334 && c <= 0x0338)
        || (c >= 0x20D0 && c <= 0x20FF)
        || Character.getType(c) == Character.ENCLOSING_MARK;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean joins(int c) {
    return c == 0xFE0F
        || Character.isEmojiModifier(c)
        || (c > 0x7F && Character.isEmoji(c))
        || (isLetterOrMark(c) && JOINING.contains(UnicodeScript.of(c)))
        || c == 0x094D;
  }

  private static boolean isLetterOrMark(int c) {
    return Character.isLetter(c) || isMark(c);
  }
}
