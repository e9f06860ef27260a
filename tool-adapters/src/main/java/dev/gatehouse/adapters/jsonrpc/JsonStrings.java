package dev.gatehouse.adapters.jsonrpc;

/** JSON strings, written the one way that JSON-P's generators and RFC 8785 have in common. */
public final class JsonStrings {
  private JsonStrings() {}

  /** The text in quotes, with what JSON does not allow bare escaped. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBare(c) || (Character.isSurrogate(c) && paired(text, i))) {
        continue;
      }
      quoted.append(text, copied, i).append(escape(c));
      copied = i + 1;
    }
    return quoted.append(text, copied, text.length()).append('"').toString();
  }

  private static boolean isBare(char c) {
    return c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c);
  }

  private static String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      // Among them lone surrogates, which have no UTF-8 form: they stay escapes, as they came.
      default -> "\\u%04x".formatted((int) c);
    };
  }

  private static boolean paired(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
