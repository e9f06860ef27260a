package dev.gatehouse.gateway.views;

/** Long texts, shortened with a word about the rest. */
final class Cut {
  private Cut() {}

  /** The first {@code charsMax} characters, no character halved. */
  static String of(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return text.substring(0, end) + "… (" + (text.length() - end) + " more characters)";
  }
}
