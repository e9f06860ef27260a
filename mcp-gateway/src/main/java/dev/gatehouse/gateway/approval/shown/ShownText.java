package dev.gatehouse.gateway.approval.shown;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of text that may be shown to people: every character of it is seen.
 *
 * <p>Shape: what is not seen, or could be taken for something else, stands as {@code <U+202E>}; a
 * word of mixed scripts is followed by {@code <mixed: Latin, Cyrillic>}, one that looks like plain
 * letters and is not by {@code <like: pay>}; what was left out is told as {@code <cut: …>}. The
 * same spelled by a stranger begins with {@code <U+003C>} instead, so that two different texts
 * never look the same. Holds no line break. Each place that shows it escapes its own markup.
 *
 * <p>Immutable.
 */
public final class ShownText {
  /** A name's length: longer ones exist only to be in the way. */
  static final int NAME_MAX = 160;

  /** Quotes of all kinds, which a quoted text cannot end. */
  private static final String QUOTES = "\"\u201c\u201d\u201e\u201f\u2033\u301d\u301e\uff02";

  /** Shown by their numbers where they stand, and nothing to be warned of. */
  private static final String HARMLESS = "\t\n\r\u00a0\u202f\u3000" + QUOTES;

  private static final Pattern MARK =
      Pattern.compile("<(?:U\\+([0-9A-F]{4,6})|tags: |mixed: |like: )");

  /**
   * The back quotes around a name, told from those within any text: no stranger's text holds it.
   */
  private static final char OWN_QUOTE = '\ue000';

  /** Where a text that is written from right to left begins and ends; no stranger's holds them. */
  private static final char BEGIN = '\ue001';

  private static final char END = '\ue002';

  private static final Pattern PART = Pattern.compile("%s", Pattern.LITERAL);

  private final String text;
  private final boolean isWhole;

  private ShownText(String text, boolean isWhole) {
    this.text = text;
    this.isWhole = isWhole;
  }

  /** Words of the gateway itself: nothing that anybody else wrote is in them. */
  public static ShownText ours(String words) {
    return new ShownText(words, true);
  }

  /** Words of the gateway, which say that something is not shown. */
  static ShownText left(String words) {
    return new ShownText(words, false);
  }

  /**
   * Words of the gateway with texts put in their places.
   *
   * @param words with {@code %s} for each part
   */
  public static ShownText of(String words, ShownText... parts) {
    Matcher place = PART.matcher(words);
    StringBuilder all = new StringBuilder();
    boolean isWhole = true;
    for (ShownText part : parts) {
      if (!place.find()) {
        throw new IllegalArgumentException("more parts than places in `" + words + "`");
      }
      place.appendReplacement(all, Matcher.quoteReplacement(part.text));
      isWhole &= part.isWhole;
    }
    return new ShownText(place.appendTail(all).toString(), isWhole);
  }

  /** Several, with words of the gateway between them. */
  static ShownText joined(String between, List<ShownText> parts) {
    StringBuilder all = new StringBuilder();
    for (ShownText part : parts) {
      all.append(all.isEmpty() ? "" : between).append(part.text);
    }
    return new ShownText(all.toString(), parts.stream().allMatch(ShownText::isWhole));
  }

  /**
   * A stranger's text as one line.
   *
   * @param max characters of it that are shown; of a longer one its beginning, its end, how much is
   *     left out, and its digest
   */
  public static ShownText line(String text, int max) {
    return cut(text, max, "", false);
  }

  /** A stranger's name, in back quotes that it cannot end. */
  public static ShownText name(String name) {
    if (name.isEmpty()) {
      return ours("(no name)");
    }
    ShownText shown = cut(name, NAME_MAX, "`", true);
    return new ShownText(OWN_QUOTE + shown.text + OWN_QUOTE, shown.isWhole);
  }

  /**
   * A stranger's words in quotes that they cannot end: for a sentence, which people or a model
   * read.
   *
   * @param max as of {@link #line}
   */
  public static ShownText quoted(String words, int max) {
    ShownText shown = cut(words, max, QUOTES, false);
    return new ShownText('"' + shown.text + '"', shown.isWhole);
  }

  /** The text. */
  public String text() {
    String bare = isRightToLeft() ? text.replaceAll("[" + BEGIN + END + "]", "") : text;
    return bare.replace(OWN_QUOTE, '`');
  }

  /** Whether nothing was left out. */
  public boolean isWhole() {
    return isWhole;
  }

  /** Whether it holds a mark of something that is not seen, or that looks like something else. */
  boolean isMarked() {
    return MARK.matcher(text).results().anyMatch(m -> m.group(1) == null || warns(m.group(1)));
  }

  private static boolean warns(String number) {
    int c = Integer.parseInt(number, 16);
    return !(c >= ' ' && c < 0x7F) && HARMLESS.indexOf(c) < 0;
  }

  /** Whether it holds letters that are written from right to left. */
  boolean isRightToLeft() {
    return text.codePoints()
        .map(Character::getDirectionality)
        .anyMatch(
            d ->
                d == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                    || d == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                    || d == Character.DIRECTIONALITY_ARABIC_NUMBER);
  }

  /**
   * The text, with everything in it that is written from right to left kept apart from what stands
   * around it, by characters that are not seen (U+2068 and U+2069).
   */
  String isolated() {
    long open = text.chars().map(c -> c == BEGIN ? 1 : c == END ? -1 : 0).sum();
    return text.replace(OWN_QUOTE, '`').replace(BEGIN, '\u2068').replace(END, '\u2069')
        + "\u2069".repeat((int) Math.max(0, open));
  }

  /** Its beginning, where it is longer than that, and how much more there is. */
  ShownText shortened(int max) {
    if (text.length() <= max) {
      return this;
    }
    int end = Math.max(0, max);
    int mark = text.lastIndexOf('<', end);
    if (mark >= 0 && text.indexOf('>', mark) >= end && end - mark < 80) {
      end = mark;
    }
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String left = String.format(Locale.ROOT, "%,d", text.length() - end);
    return new ShownText(text.substring(0, end) + "<cut: " + left + " more characters>", false);
  }

  /** The same with what is found made visible as its number; for what a channel acts on. */
  ShownText without(Pattern acting) {
    return new ShownText(
        acting.matcher(text).replaceAll(m -> Matcher.quoteReplacement(Visible.escaped(m.group()))),
        isWhole);
  }

  /** A stranger's text as lines, with what is left out told. */
  static List<ShownText> lines(String text, int linesMax, int max) {
    String[] all = text.split(text.contains("\r\n") ? "\r\n" : "\n", -1);
    List<ShownText> lines = new ArrayList<>();
    int room = max;
    for (int i = 0; i < all.length; i++) {
      if (i == linesMax || room <= 0) {
        lines.add(
            new ShownText(
                String.format(
                    Locale.ROOT,
                    "<cut: %,d more lines; all %,d characters have SHA-256 %s>",
                    all.length - i,
                    text.length(),
                    Digests.shown(text)),
                false));
        return lines;
      }
      lines.add(line(all[i], room));
      room -= all[i].length() + 1;
    }
    return lines;
  }

  private static ShownText cut(String text, int max, String also, boolean isName) {
    ShownText cut = bounded(text, max, also, isName);
    return cut.isRightToLeft() ? new ShownText(BEGIN + cut.text + END, cut.isWhole) : cut;
  }

  private static ShownText bounded(String text, int max, String also, boolean isName) {
    if (text.length() <= max) {
      String whole = Visible.of(text, also, isName);
      if (whole.length() <= 2 * max + 64) {
        return new ShownText(whole, true);
      }
    }
    int keep = Math.min(max, text.length());
    while (true) {
      int first = whole(text, keep - keep / 4);
      int last = whole(text, text.length() - keep / 4);
      String head = Visible.of(text.substring(0, first), also, isName);
      String tail = Visible.of(text.substring(last), also, isName);
      if (head.length() + tail.length() <= 2 * max || keep < 8) {
        String left =
            String.format(
                Locale.ROOT,
                "<cut: %,d of %,d characters left out; SHA-256 of all %s>",
                last - first,
                text.length(),
                Digests.shown(text));
        return new ShownText(head + left + tail, false);
      }
      keep /= 2;
    }
  }

  /** A place that is not within a character. */
  private static int whole(String text, int at) {
    return at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1))
        ? at - 1
        : at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShownText that && text.equals(that.text) && isWhole == that.isWhole;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
