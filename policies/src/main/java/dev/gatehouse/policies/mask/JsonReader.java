package dev.gatehouse.policies.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON that stands in a text, with the place of everything in it.
 *
 * <p>Strict, but for two things that would only hide values: a name may come twice in an object,
 * and several objects or arrays may follow each other, as in JSON lines. Linear; confined to one
 * thread, used once. Source: RFC 8259.
 */
final class JsonReader {
  /** As deep as a message itself may be; objects and arrays are read recursively. */
  private static final int DEPTH_MAX = 128;

  private static final String LITERALS = "true false null";

  private final String text;
  private final JsonDocument document;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
    this.document = new JsonDocument(text);
  }

  /** What is no JSON. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault() {
      super("no JSON", null, false, false);
    }
  }

  /** The objects and arrays in a text that is nothing else; paths go on from this one. */
  static Optional<JsonDocument> read(String text, Path root) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    if (!reader.isAt('{') && !reader.isAt('[')) {
      return Optional.empty();
    }
    try {
      while (reader.at < text.length()) {
        if (!reader.isAt('{') && !reader.isAt('[')) {
          return Optional.empty();
        }
        reader.value(root);
        reader.space();
      }
      return Optional.of(reader.document);
    } catch (Fault _) {
      return Optional.empty();
    }
  }

  /** Whether a text begins as JSON does and hardly anything else. */
  static boolean looksLikeJson(String text) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    boolean isObject = reader.isAt('{');
    if (!isObject && !reader.isAt('[')) {
      return false;
    }
    reader.at++;
    reader.space();
    return reader.isAt('"') || (!isObject && (reader.isAt('{') || reader.isAt('[')));
  }

  private void value(Path path) throws Fault {
    int start = at;
    switch (peek()) {
      case '{' -> object(path);
      case '[' -> array(path);
      case '"' -> document.leaf(new Leaf(path, Leaf.Kind.STRING, string()), start, at);
      case 't', 'f', 'n' -> literal(path);
      default -> {
        number();
        document.leaf(new Leaf(path, Leaf.Kind.NUMBER, text.substring(start, at)), start, at);
      }
    }
  }

  private void object(Path path) throws Fault {
    List<Cuts.Span> spans = open();
    if (!closes('}')) {
      do {
        space();
        int start = at;
        String name = string();
        Path child = path.key(name);
        document.leaf(new Leaf(child, Leaf.Kind.KEY, name), start, at);
        space();
        expect(':');
        child(child, start, spans);
      } while (goesOn('}'));
    }
    depth--;
  }

  private void array(Path path) throws Fault {
    List<Cuts.Span> spans = open();
    if (!closes(']')) {
      do {
        space();
        child(path.index(spans.size()), at, spans);
      } while (goesOn(']'));
    }
    depth--;
  }

  private List<Cuts.Span> open() throws Fault {
    at++;
    depth++;
    if (depth > DEPTH_MAX) {
      throw new Fault();
    }
    List<Cuts.Span> spans = new ArrayList<>();
    return spans;
  }

  private void child(Path path, int start, List<Cuts.Span> spans) throws Fault {
    space();
    document.child(path, spans);
    int position = spans.size();
    // Its place among its siblings is needed before those below it are read.
    spans.add(new Cuts.Span(start, start));
    value(path);
    spans.set(position, new Cuts.Span(start, at));
    space();
  }

  private boolean closes(char end) {
    space();
    boolean closes = isAt(end);
    at += closes ? 1 : 0;
    return closes;
  }

  private boolean goesOn(char end) throws Fault {
    if (closes(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private void literal(Path path) throws Fault {
    for (String literal : LITERALS.split(" ")) {
      if (text.startsWith(literal, at)) {
        Leaf.Kind kind = literal.equals("null") ? Leaf.Kind.NULL : Leaf.Kind.BOOLEAN;
        document.leaf(new Leaf(path, kind, literal), at, at + literal.length());
        at += literal.length();
        return;
      }
    }
    throw new Fault();
  }

  private void number() throws Fault {
    at += isAt('-') ? 1 : 0;
    if (isAt('0')) {
      at++;
    } else {
      digits();
    }
    if (isAt('.')) {
      at++;
      digits();
    }
    if (isAt('e') || isAt('E')) {
      at++;
      at += isAt('+') || isAt('-') ? 1 : 0;
      digits();
    }
  }

  private void digits() throws Fault {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw new Fault();
    }
  }

  private String string() throws Fault {
    expect('"');
    int start = at;
    while (peek() != '"' && peek() != '\\' && peek() >= ' ') {
      at++;
    }
    if (isAt('"')) {
      return text.substring(start, at++);
    }
    StringBuilder value = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      if (peek() < ' ') {
        throw new Fault();
      }
      value.append(isAt('\\') ? escaped() : text.charAt(at));
      at++;
    }
    at++;
    return value.toString();
  }

  /** The character that an escape stands for; leaves off at its last character. */
  private char escaped() throws Fault {
    at++;
    return switch (peek()) {
      case '"', '\\', '/' -> peek();
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        int value = 0;
        for (int i = 0; i < 4; i++) {
          at++;
          int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
          if (digit < 0) {
            throw new Fault();
          }
          value = value * 16 + digit;
        }
        yield (char) value;
      }
      default -> throw new Fault();
    };
  }

  private void space() {
    while (isAt(' ') || isAt('\n') || isAt('\r') || isAt('\t')) {
      at++;
    }
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private char peek() throws Fault {
    if (at == text.length()) {
      throw new Fault();
    }
    return text.charAt(at);
  }

  private void expect(char c) throws Fault {
    if (!isAt(c)) {
      throw new Fault();
    }
    at++;
  }
}
