package dev.gatehouse.recordings.proof;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one JSON object as far as a receipt needs: the names of its members, and the text of each
 * value. Confined to one thread.
 *
 * <p>Errors: {@link ProofException} where the text is not one object of JSON, has a name twice, or
 * is nested deeper than any reply. Source: RFC 8259.
 */
final class JsonMembers {
  /** Deeper than the gateway lets a reply nest; the reader calls itself that often. */
  private static final int DEPTH_MAX = 256;

  private final String text;
  private int position;

  private JsonMembers(String text) {
    this.text = text;
  }

  /** The members of the object {@code text}, each value as it is spelled. */
  static SortedMap<String, String> of(String text) throws ProofException {
    JsonMembers reader = new JsonMembers(text);
    reader.space();
    SortedMap<String, String> members = reader.object(0);
    reader.space();
    if (reader.position < text.length()) {
      throw reader.expected("the end");
    }
    return members;
  }

  /** The string that {@code text}, a value of {@link #of}, spells. */
  static String string(String text, String what) throws ProofException {
    if (!text.startsWith("\"")) {
      throw new ProofException(what + " expected a string");
    }
    return new JsonMembers(text).string();
  }

  private SortedMap<String, String> object(int depth) throws ProofException {
    SortedMap<String, String> members = new TreeMap<>();
    expect('{');
    space();
    if (skip('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      space();
      expect(':');
      space();
      int start = position;
      value(depth + 1);
      if (members.put(name, text.substring(start, position)) != null) {
        throw new ProofException("a name twice in one object");
      }
      space();
    } while (skip(','));
    expect('}');
    return members;
  }

  private void value(int depth) throws ProofException {
    if (depth > DEPTH_MAX) {
      throw new ProofException("more than " + DEPTH_MAX + " levels of JSON");
    }
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void array(int depth) throws ProofException {
    expect('[');
    space();
    if (skip(']')) {
      return;
    }
    do {
      space();
      value(depth + 1);
      space();
    } while (skip(','));
    expect(']');
  }

  private void word(String word) throws ProofException {
    if (!text.startsWith(word, position)) {
      throw expected("a value");
    }
    position += word.length();
  }

  private void number() throws ProofException {
    skip('-');
    if (!skip('0')) {
      digits();
    }
    if (skip('.')) {
      digits();
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
    }
  }

  private void digits() throws ProofException {
    int start = position;
    while (peek() >= '0' && peek() <= '9') {
      position++;
    }
    if (start == position) {
      throw expected("a value");
    }
  }

  private String string() throws ProofException {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (!skip('"')) {
      if (position == text.length() || text.charAt(position) < 0x20) {
        throw expected("the end of a string");
      }
      char c = text.charAt(position++);
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() throws ProofException {
    char escape = peek();
    position++;
    return switch (escape) {
      case '"', '\\', '/' -> escape;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw expected("an escape");
    };
  }

  private char unicode() throws ProofException {
    int code = 0;
    for (int end = position + 4; position < end; position++) {
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw expected("four digits of hex");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private void space() {
    while (" \t\n\r".indexOf(peek()) >= 0) {
      position++;
    }
  }

  /** The next character, or one that nothing expects at the end. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private boolean skip(char wanted) {
    boolean there = peek() == wanted;
    position += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) throws ProofException {
    if (!skip(wanted)) {
      throw expected("`" + wanted + "`");
    }
  }

  private ProofException expected(String what) {
    return new ProofException("character " + position + " of the JSON expected " + what);
  }
}
