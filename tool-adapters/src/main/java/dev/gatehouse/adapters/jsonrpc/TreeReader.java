package dev.gatehouse.adapters.jsonrpc;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import jakarta.json.Json;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Reads one text into a tree. The JSON-P event parser judges the syntax; a cursor that moves in
 * step with it notes where each value stands. Confined to one thread, used once.
 *
 * <p>JSON-P's tree reader would not do: it forgets places, takes the last of two members with the
 * same name, and ignores what follows the value.
 */
final class TreeReader {
  // Kept: making a factory costs more than parsing a small message.
  private static final JsonParserFactory PARSERS =
      Json.createParserFactory(Map.of("org.eclipse.parsson.maxDepth", 4096));

  private final String text;
  private final int depthMax;
  private final JsonParser parser;
  private int position;
  private int depth;

  TreeReader(String text, int depthMax) {
    this.text = text;
    this.depthMax = depthMax;
    this.parser = PARSERS.createParser(new StringReader(text));
  }

  JsonNode read() throws JsonSyntaxException {
    try (parser) {
      JsonNode root = value(parser.next());
      if (parser.hasNext()) {
        throw new JsonSyntaxException("more than one JSON value");
      }
      return root;
    } catch (JsonParsingException e) {
      // The parser counts on past the end.
      long place = Math.max(0, e.getLocation().getStreamOffset());
      throw place > text.length()
          ? endsEarly()
          : new JsonSyntaxException("not valid JSON at character " + place);
    } catch (NoSuchElementException | IllegalStateException _) {
      throw endsEarly();
    }
  }

  private static JsonSyntaxException endsEarly() {
    return new JsonSyntaxException("JSON that ends too early");
  }

  private JsonNode value(Event event) throws JsonSyntaxException {
    return switch (event) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> {
        int start = skipToToken();
        String string = string();
        yield new StringNode(start, position, string);
      }
      case VALUE_NUMBER -> {
        int start = skipToToken();
        skipBareToken();
        yield new NumberNode(start, position, text.substring(start, position));
      }
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {
        int start = skipToToken();
        skipBareToken();
        yield new LiteralNode(start, position, text.substring(start, position));
      }
      case KEY_NAME, END_OBJECT, END_ARRAY ->
          throw new JsonSyntaxException("a value was expected at character " + position);
    };
  }

  private ObjectNode object() throws JsonSyntaxException {
    int start = open();
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Event event = parser.next();
    while (event != Event.END_OBJECT) {
      int keyStart = skipToToken();
      String name = string();
      int keyEnd = position;
      if (!names.add(name)) {
        throw new JsonSyntaxException("a member's name occurs twice at character " + keyStart);
      }
      members.add(new Member(keyStart, keyEnd, name, value(parser.next())));
      event = parser.next();
    }
    return new ObjectNode(start, close(), members);
  }

  private ArrayNode array() throws JsonSyntaxException {
    int start = open();
    List<JsonNode> elements = new ArrayList<>();
    Event event = parser.next();
    while (event != Event.END_ARRAY) {
      elements.add(value(event));
      event = parser.next();
    }
    return new ArrayNode(start, close(), elements);
  }

  private int open() throws JsonSyntaxException {
    int start = skipToToken();
    position++;
    if (++depth > depthMax) {
      throw new JsonSyntaxException("nested deeper than " + depthMax + " levels");
    }
    return start;
  }

  private int close() {
    skipToToken();
    depth--;
    return ++position;
  }

  /** Steps over white space, commas and colons, whose places the parser has judged already. */
  private int skipToToken() {
    while (" \t\r\n,:".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    return position;
  }

  /** The string that begins here, unescaped, and steps behind it. */
  private String string() {
    int start = ++position;
    boolean isPlain = true;
    char c = text.charAt(position);
    while (c != '"') {
      isPlain &= c != '\\';
      position += c == '\\' ? 2 : 1;
      c = text.charAt(position);
    }
    position++;
    // The parser would copy it once more.
    return isPlain ? text.substring(start, position - 1) : parser.getString();
  }

  private void skipBareToken() {
    while (position < text.length() && " \t\r\n,]}".indexOf(text.charAt(position)) < 0) {
      position++;
    }
  }
}
