package dev.gatehouse.gateway.approval.shown;

import dev.gatehouse.gateway.approval.shown.Line.Fact;
import dev.gatehouse.gateway.approval.shown.Line.Note;
import dev.gatehouse.gateway.approval.shown.Line.Quote;
import java.util.regex.Pattern;

/**
 * An approval as a part of a page, without scripts, styles, links or anything that is fetched.
 *
 * <p>Guarantee: every text is escaped, and one that is written from right to left kept apart from
 * what stands around it. What was made visible stands in {@code mark}.
 */
public final class Html {
  /** What a page puts into its style sheet, so that blanks are seen and long words break. */
  public static final String STYLE =
      ".approval pre,.approval code{white-space:pre-wrap;overflow-wrap:anywhere;"
          + "font:0.95em ui-monospace,monospace;margin:0}"
          + ".approval dd,.approval h2,.approval h3,.approval li{overflow-wrap:anywhere}"
          + ".approval pre{border-left:3px solid #8c959f;padding-left:.6rem}"
          + ".approval mark{background:#ffd33d;color:#1b1f24}"
          + ".approval .warnings{border-left:4px solid #b35900;padding:0 0 0 1.6rem}"
          + ".approval .before{background:#ffebe9}.approval .now{background:#dafbe1}";

  private static final Pattern MARK =
      Pattern.compile("&lt;((?:U\\+[0-9A-F]{4,6}|(?:tags|mixed|like|blanks|cut): [^<>&]*))&gt;");

  /** A word that may need to be broken; never within what was escaped. */
  private static final int WORD_MAX = 40;

  private Html() {}

  /** The part: one {@code article} with headings of the second and third level. */
  public static String of(ApprovalText text) {
    StringBuilder html = new StringBuilder(8_192);
    html.append("<article class=\"approval\">\n");
    html.append("<h2>").append(text(text.title())).append("</h2>\n");
    if (!text.warnings().isEmpty()) {
      html.append("<ul class=\"warnings\">\n");
      for (ShownText warning : text.warnings()) {
        html.append("<li>").append(text(warning)).append("</li>\n");
      }
      html.append("</ul>\n");
    }
    text.sections().forEach(section -> add(html, section));
    return html.append("</article>\n").toString();
  }

  /** A text as it stands between tags. */
  public static String text(ShownText text) {
    return MARK.matcher(broken(text.isolated()))
        .replaceAll("<mark>$0</mark>")
        .replace("\u2068", "<bdi>")
        .replace("\u2069", "</bdi>");
  }

  /** Any text as it can stand between tags, and in quoted attributes. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("`", "&#96;");
  }

  private static void add(StringBuilder html, Section section) {
    html.append("<section class=\"").append(section.topic().word()).append("\">\n<h3>");
    html.append(text(section.heading())).append("</h3>\n");
    boolean isListed = false;
    for (Line line : section.lines()) {
      boolean isFact = !(line instanceof Note);
      if (isFact != isListed) {
        html.append(isFact ? "<dl>\n" : "</dl>\n");
        isListed = isFact;
      }
      add(html, line, section.topic().isValues());
    }
    html.append(isListed ? "</dl>\n" : "").append("</section>\n");
  }

  private static void add(StringBuilder html, Line line, boolean isValue) {
    switch (line) {
      case Note note -> html.append("<p>").append(text(note.text())).append("</p>\n");
      case Fact fact -> {
        term(html, fact.sign(), fact.label());
        String value = text(fact.value());
        html.append(isValue ? "<code>" + value + "</code>" : value).append("</dd>\n");
      }
      case Quote quote -> {
        term(html, quote.sign(), quote.label());
        html.append("<pre>");
        quote.lines().forEach(text -> html.append(text(text)).append('\n'));
        html.append("</pre></dd>\n");
      }
    }
  }

  private static void term(StringBuilder html, Line.Sign sign, ShownText label) {
    html.append("<dt>").append(sign.text()).append(text(label)).append("</dt>");
    html.append(
        switch (sign) {
          case NONE -> "<dd>";
          case BEFORE -> "<dd class=\"before\">";
          case NOW -> "<dd class=\"now\">";
        });
  }

  /** Escaped, with a place to break in words that are longer than a phone is wide. */
  private static String broken(String text) {
    StringBuilder html = new StringBuilder(text.length() + 64);
    int word = 0;
    StringBuilder part = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      part.appendCodePoint(c);
      word = c == ' ' ? 0 : word + 1;
      if (word >= WORD_MAX && part.lastIndexOf("<") <= part.lastIndexOf(">")) {
        html.append(escaped(part.toString())).append("<wbr>");
        part.setLength(0);
        word = 0;
      }
    }
    return html.append(escaped(part.toString())).toString();
  }
}
