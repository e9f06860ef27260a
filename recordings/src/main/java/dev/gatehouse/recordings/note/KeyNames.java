package dev.gatehouse.recordings.note;

/** What a key may be called. Source: C2SP signed-note v1.0.0, "Format". */
final class KeyNames {
  private static final int CHARS_MAX = 255;

  private KeyNames() {}

  static String require(String name) throws MalformedNoteException {
    boolean wellFormed =
        !name.isEmpty()
            && name.length() <= CHARS_MAX
            && name.codePoints().noneMatch(KeyNames::isForbidden);
    if (!wellFormed) {
      throw new MalformedNoteException(
          "key name expected 1 to " + CHARS_MAX + " characters without space or `+`");
    }
    return name;
  }

  private static boolean isForbidden(int c) {
    return c == '+' || c < 0x20 || Character.isSpaceChar(c) || Character.isWhitespace(c);
  }
}
