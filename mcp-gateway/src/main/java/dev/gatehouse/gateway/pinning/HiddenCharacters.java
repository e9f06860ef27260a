package dev.gatehouse.gateway.pinning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Characters that people do not see and models read: marks of direction, of no width, tags,
 * controls, variation selectors without anything to vary.
 *
 * <p>Shape: each is shown as {@code <U+202E>}, and a run of tags with what it spells, as {@code
 * <tags: read me>}. Line breaks and tabs are no such characters; nor is what makes up the picture
 * characters and the scripts of India and Persia, where it stands as it has to. Source: Unicode 17,
 * chapter 23, and UTS #51.
 */
public final class HiddenCharacters {
  private static final int TAGS = 0xE0000;
  private static final int ZWNJ = 0x200C;
  private static final int ZWJ = 0x200D;

  private HiddenCharacters() {}

  /** The text with each of them visible. */
  public static String shown(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 32);
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int end = tagsEnd(points, i);
      if (end > i + 1) {
        shown.append("<tags: ").append(spelled(points, i, end)).append('>');
        i = end - 1;
      } else if (isHidden(points, i)) {
        shown.append(escape(points[i]));
      } else {
        shown.appendCodePoint(points[i]);
      }
    }
    return shown.toString();
  }

  /** The different ones in the text, in their order, at most {@code max}. */
  public static List<String> in(String text, int max) {
    if (isPlain(text)) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length && found.size() < max; i++) {
      String escape = escape(points[i]);
      if (isHidden(points, i) && !found.contains(escape)) {
        found.add(escape);
      }
    }
    return found;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t');
  }

  private static boolean isHidden(int[] points, int at) {
    int c = points[at];
    if (isVariation(c)) {
      return at == 0 || !canVary(points[at - 1]);
    }
    if (c == ZWJ || c == ZWNJ) {
      return at == 0 || at + 1 == points.length || !joins(points[at - 1], points[at + 1]);
    }
    return isInvisible(c);
  }

  private static boolean isInvisible(int c) {
    if (c == '\n' || c == '\t') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isBlank(c);
    };
  }

  /** What is drawn as nothing, or as a blank that is not the usual one. */
  private static boolean isBlank(int c) {
    return switch (c) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
      default -> c >= 0x2000 && c <= 0x200A;
    };
  }

  private static boolean isVariation(int c) {
    return (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF)
        || (c >= 0x180B && c <= 0x180F && c != 0x180E);
  }

  /** A key cap is the one ASCII character that has variants. */
  private static boolean canVary(int c) {
    return c < 0x80
        ? "0123456789#*".indexOf(c) >= 0
        : !isVariation(c) && !isInvisible(c) && !Character.isSpaceChar(c);
  }

  private static boolean joins(int before, int behind) {
    return before >= 0x80
        && behind >= 0x80
        && (isVariation(before) || canVary(before))
        && canVary(behind);
  }

  /** Where a run of tags that begins here ends; here, where none does. */
  private static int tagsEnd(int[] points, int start) {
    int end = start;
    while (end < points.length && points[end] >= TAGS + 0x20 && points[end] < TAGS + 0x7F) {
      end++;
    }
    return end;
  }

  private static String spelled(int[] points, int start, int end) {
    StringBuilder spelled = new StringBuilder();
    for (int i = start; i < end; i++) {
      spelled.appendCodePoint(points[i] - TAGS);
    }
    return spelled.toString();
  }

  private static String escape(int c) {
    return "<U+" + "%04x".formatted(c).toUpperCase(Locale.ROOT) + ">";
  }
}
