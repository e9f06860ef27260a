package dev.gatehouse.recordings.leaf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * Reads the one JSON object of a leaf in one pass over its bytes: a flat list of known keys in
 * their order, each with a value in its one spelling. Confined to one thread.
 *
 * <p>Errors: {@link MalformedLeafException} for escapes, nesting, white space and everything else
 * that a leaf never has. A reader of all of JSON would accept spellings that are not the one
 * hashed.
 */
final class LeafReader {
  private static final int COMMITMENT_CHARS = 44;
  private static final int DIGITS_MAX = 16;

  private static final boolean[] BASE64 = base64();

  private final byte[] bytes;
  private final int end;
  private final String[] values = Leaf.noValues();
  private int position;
  private long micros;

  LeafReader(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  private static boolean[] base64() {
    boolean[] base64 = new boolean[0x80];
    for (char c = 0; c < base64.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      base64[c] = letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
    return base64;
  }

  Leaf leaf() throws MalformedLeafException {
    expect('{');
    int next = 0;
    do {
      LeafKey key = key(next);
      position += key.spellingLength();
      values[key.place()] = value(key);
      next = key.place() + 1;
    } while (skip(','));
    expect('}');
    if (position != end) {
      throw new MalformedLeafException("something behind the leaf's object");
    }
    return Leaf.ofValues(values, micros);
  }

  /** The key at the position, which must come in order: not before {@code next}. */
  private LeafKey key(int next) throws MalformedLeafException {
    List<LeafKey> keys = LeafKey.inOrder();
    for (int i = next; i < keys.size(); i++) {
      if (keys.get(i).standsAt(bytes, position, end)) {
        return keys.get(i);
      }
    }
    for (int i = 0; i < next; i++) {
      if (keys.get(i).standsAt(bytes, position, end)) {
        throw new MalformedLeafException(
            "`" + keys.get(i).wireName() + "` appears twice or out of order");
      }
    }
    throw new MalformedLeafException("character " + position + " expected a key of a leaf");
  }

  private String value(LeafKey key) throws MalformedLeafException {
    if (!key.form().quoted()) {
      return number(key);
    }
    expect('"');
    int start = position;
    switch (key.form()) {
      case TOKEN, WORD, TYPE -> position = Tokens.end(bytes, start, end);
      case COMMITMENT -> position = commitmentEnd(start);
      case TIME -> {
        micros = LeafTime.parse(bytes, start, end);
        position += LeafTime.CHARS;
      }
      case LENGTH, VERSION -> throw new IllegalStateException("a number with quotes");
    }
    String value = new String(bytes, start, position - start, ISO_8859_1);
    if (value.isEmpty() || value.length() > Tokens.CHARS_MAX) {
      throw new MalformedLeafException("`" + key.wireName() + "` expected to be a token");
    }
    expect('"');
    return value;
  }

  private int commitmentEnd(int start) throws MalformedLeafException {
    int stop = start;
    while (stop < end
        && stop < start + COMMITMENT_CHARS - 1
        && bytes[stop] >= 0
        && BASE64[bytes[stop]]) {
      stop++;
    }
    if (stop - start != COMMITMENT_CHARS - 1 || stop == end || bytes[stop] != '=') {
      throw new MalformedLeafException("character " + start + " expected base64 of 32 bytes");
    }
    return stop + 1;
  }

  private String number(LeafKey key) throws MalformedLeafException {
    int start = position;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      position++;
    }
    int digits = position - start;
    boolean leadingZero = digits > 1 && bytes[start] == '0';
    if (digits == 0 || digits > DIGITS_MAX || leadingZero) {
      throw new MalformedLeafException("`" + key.wireName() + "` expected to be a whole number");
    }
    return new String(bytes, start, digits, ISO_8859_1);
  }

  private boolean skip(char expected) {
    boolean there = position < end && bytes[position] == expected;
    position += there ? 1 : 0;
    return there;
  }

  private void expect(char expected) throws MalformedLeafException {
    if (!skip(expected)) {
      throw new MalformedLeafException("character " + position + " expected `" + expected + "`");
    }
  }
}
