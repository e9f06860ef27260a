package dev.gatehouse.recordings.leaf;

import java.util.Map;
import java.util.SortedMap;

/**
 * Strings as JSON writes them, and objects, each in one spelling: only what must be escaped is.
 *
 * <p>Source: RFC 8785 §3.2.2.2, §3.2.3.
 */
public final class JsonStrings {
  private JsonStrings() {}

  /** {@code text} as a JSON string with its quotes. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + text.length() / 8 + 2).append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        quoted.append(text, plain, i).append(escape(c));
        plain = i + 1;
      }
    }
    return quoted.append(text, plain, text.length()).append('"').toString();
  }

  /** The object of {@code members}, whose values are JSON already: by name, no white space. */
  public static String object(SortedMap<String, String> members) {
    StringBuilder object = new StringBuilder("{");
    for (Map.Entry<String, String> member : members.entrySet()) {
      object.append(object.length() > 1 ? "," : "").append(quote(member.getKey()));
      object.append(':').append(member.getValue());
    }
    return object.append('}').toString();
  }

  private static String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\f' -> "\\f";
      case '\r' -> "\\r";
      default -> "\\u%04x".formatted((int) c);
    };
  }
}
