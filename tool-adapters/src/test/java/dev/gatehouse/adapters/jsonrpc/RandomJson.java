package dev.gatehouse.adapters.jsonrpc;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Writes valid JSON at random, in all spellings, and knows the tree that a reader must see. */
final class RandomJson {
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "1.0",
          "1.50",
          "1e3",
          "1E+3",
          "-1.5e-10",
          "9007199254740993",
          "123456789012345678901234567890",
          "0.1");
  private static final String SPACE = " \t\r\n";

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  RandomJson(Random random) {
    this.random = random;
  }

  /** What was written so far. */
  String text() {
    return text.toString();
  }

  /** Writes a value with space around it. */
  JsonNode document() {
    space();
    JsonNode root = value(0);
    space();
    return root;
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 4 ? 3 : 5)) {
      case 0 -> string();
      case 1 -> number();
      case 2 -> literal();
      case 3 -> array(depth);
      default -> object(depth);
    };
  }

  private ObjectNode object(int depth) {
    int start = text.length();
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    text.append('{');
    space();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        text.append(',');
        space();
      }
      StringNode key = string();
      while (!names.add(key.value())) {
        text.setLength(key.start());
        key = string();
      }
      space();
      text.append(':');
      space();
      JsonNode value = value(depth + 1);
      members.add(new Member(key.start(), key.end(), key.value(), value));
      space();
    }
    text.append('}');
    return new ObjectNode(start, text.length(), members);
  }

  private ArrayNode array(int depth) {
    int start = text.length();
    List<JsonNode> elements = new ArrayList<>();
    text.append('[');
    space();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        text.append(',');
        space();
      }
      elements.add(value(depth + 1));
      space();
    }
    text.append(']');
    return new ArrayNode(start, text.length(), elements);
  }

  private StringNode string() {
    int start = text.length();
    StringBuilder value = new StringBuilder();
    text.append('"');
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      character(value);
    }
    text.append('"');
    return new StringNode(start, text.length(), value.toString());
  }

  private void character(StringBuilder value) {
    switch (random.nextInt(7)) {
      case 0 -> both(value, "é");
      case 1 -> both(value, "😀");
      case 2 -> {
        String escapes = "\"\\/bfnrt";
        int which = random.nextInt(escapes.length());
        text.append('\\').append(escapes.charAt(which));
        value.append("\"\\/\b\f\n\r\t".charAt(which));
      }
      case 3 -> {
        // Also control characters and lone surrogates, which only an escape can spell.
        char c = random.nextBoolean() ? (char) random.nextInt(0x20) : '\ud800';
        text.append("\\u%04x".formatted((int) c));
        value.append(c);
      }
      case 4 -> both(value, String.valueOf("{}[],: ".charAt(random.nextInt(7))));
      default -> both(value, String.valueOf((char) ('a' + random.nextInt(26))));
    }
  }

  private void both(StringBuilder value, String s) {
    text.append(s);
    value.append(s);
  }

  private NumberNode number() {
    int start = text.length();
    String token = NUMBERS.get(random.nextInt(NUMBERS.size()));
    text.append(token);
    return new NumberNode(start, text.length(), token);
  }

  private LiteralNode literal() {
    int start = text.length();
    String token = List.of("true", "false", "null").get(random.nextInt(3));
    text.append(token);
    return new LiteralNode(start, text.length(), token);
  }

  private void space() {
    int count = random.nextInt(4) == 0 ? random.nextInt(3) : 0;
    for (int i = 0; i < count; i++) {
      text.append(SPACE.charAt(random.nextInt(SPACE.length())));
    }
  }
}
