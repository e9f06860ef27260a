package dev.gatehouse.recordings.leaf;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the one JSON object of a leaf: a flat list of strings and whole numbers. Confined to one
 * thread.
 *
 * <p>Errors: {@link MalformedLeafException} for escapes, nesting, white space and everything else
 * that a leaf never has. A reader of all of JSON would accept spellings that are not the one
 * hashed.
 */
final class LeafScanner {
  private final String text;
  private int position;

  LeafScanner(String text) {
    this.text = text;
  }

  SortedMap<String, Object> members() throws MalformedLeafException {
    SortedMap<String, Object> members = new TreeMap<>();
    expect('{');
    do {
      String key = string();
      expect(':');
      if (members.put(key, value()) != null) {
        throw new MalformedLeafException("`" + key + "` appears twice");
      }
    } while (skip(','));
    expect('}');
    if (position != text.length()) {
      throw new MalformedLeafException("something behind the leaf's object");
    }
    return members;
  }

  private Object value() throws MalformedLeafException {
    if (position < text.length() && text.charAt(position) == '"') {
      return string();
    }
    int start = position;
    while (position < text.length() && Character.digit(text.charAt(position), 10) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    if (!digits.matches("0|[1-9][0-9]{0,15}")) {
      throw new MalformedLeafException("character " + start + " expected a string or a number");
    }
    return Long.valueOf(digits);
  }

  private String string() throws MalformedLeafException {
    expect('"');
    int end = text.indexOf('"', position);
    if (end < 0) {
      throw new MalformedLeafException("a string without its end");
    }
    String string = text.substring(position, end);
    if (string.chars().anyMatch(c -> c < 0x20 || c > 0x7e || c == '\\')) {
      throw new MalformedLeafException("character " + position + " expected plain characters");
    }
    position = end + 1;
    return string;
  }

  private boolean skip(char expected) {
    boolean there = position < text.length() && text.charAt(position) == expected;
    position += there ? 1 : 0;
    return there;
  }

  private void expect(char expected) throws MalformedLeafException {
    if (!skip(expected)) {
      throw new MalformedLeafException("character " + position + " expected `" + expected + "`");
    }
  }
}
