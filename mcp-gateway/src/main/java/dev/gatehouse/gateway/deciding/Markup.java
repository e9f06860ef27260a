package dev.gatehouse.gateway.deciding;

/**
 * HTML as it is written. Confined to one thread.
 *
 * <p>Guarantee: what goes in by {@link #text} and as the value of an attribute is escaped; only
 * words of ours go in by {@link #raw}.
 */
final class Markup {
  private final StringBuilder html = new StringBuilder();

  /** Markup of ours. */
  Markup raw(String ours) {
    html.append(ours);
    return this;
  }

  /** Any text. */
  Markup text(String any) {
    html.append(escaped(any));
    return this;
  }

  /** An element of ours with any text in it. */
  Markup element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">");
  }

  /** A link to a place of ours. */
  Markup link(String path, String text) {
    return raw("<a href=\"").text(path).raw("\">").text(text).raw("</a>");
  }

  Markup hidden(String name, String value) {
    return raw("<input type=\"hidden\" name=\"")
        .text(name)
        .raw("\" value=\"")
        .text(value)
        .raw("\">");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
