package dev.gatehouse.policies.mask;

import java.util.Locale;

/** How a text looks inside a JSON string. */
final class JsonEscapes {
  private JsonEscapes() {}

  /** The text as a JSON string, in quotes. */
  static String quote(String text) {
    return '"' + escape(text, false) + '"';
  }

  /** The text with what must be escaped escaped; with {@code ascii} everything beyond it too. */
  static String escape(String text, boolean ascii) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> escaped.append("\\\"");
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\b' -> escaped.append("\\b");
        case '\f' -> escaped.append("\\f");
        default -> {
          // A lone surrogate has no UTF-8 form: it stays an escape.
          if (c < 0x20 || (ascii && c >= 0x7F) || isLone(text, i)) {
            escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }
}
