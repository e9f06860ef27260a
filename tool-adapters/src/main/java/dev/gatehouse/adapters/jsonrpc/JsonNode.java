package dev.gatehouse.adapters.jsonrpc;

import java.util.List;
import java.util.Optional;

/**
 * A value of a parsed JSON text, with its place in that text.
 *
 * <p>Units: {@code start} and {@code end} count UTF-16 units of {@link JsonText#text()}; {@code
 * start} is the value's first, {@code end} the one behind its last. Immutable.
 */
public sealed interface JsonNode {

  /** The place of the first character. */
  int start();

  /** The place behind the last character. */
  int end();

  /**
   * {@code {…}}.
   *
   * @param members in the order of the text, no two with the same name
   */
  record ObjectNode(int start, int end, List<Member> members) implements JsonNode {
    public ObjectNode {
      members = List.copyOf(members);
    }

    /** The value of the member with this name. */
    public Optional<JsonNode> member(String name) {
      for (Member member : members) {
        if (member.name().equals(name)) {
          return Optional.of(member.value());
        }
      }
      return Optional.empty();
    }

    /** The member's text, where there is such a member and it is a string. */
    public Optional<String> string(String name) {
      return member(name)
          .flatMap(
              node -> node instanceof StringNode s ? Optional.of(s.value()) : Optional.empty());
    }

    /** The member, where there is one and it is an object. */
    public Optional<ObjectNode> object(String name) {
      return member(name)
          .flatMap(node -> node instanceof ObjectNode o ? Optional.of(o) : Optional.empty());
    }

    /** The member, where there is one and it is an array. */
    public Optional<ArrayNode> array(String name) {
      return member(name)
          .flatMap(node -> node instanceof ArrayNode a ? Optional.of(a) : Optional.empty());
    }

    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "object of %d members at %d to %d".formatted(members.size(), start, end);
    }
  }

  /**
   * A name and its value.
   *
   * @param keyStart the place of the name's opening quote
   * @param keyEnd the place behind the name's closing quote
   * @param name the name, unescaped
   */
  record Member(int keyStart, int keyEnd, String name, JsonNode value) {
    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "member at %d with %s".formatted(keyStart, value);
    }
  }

  /** {@code […]}. */
  record ArrayNode(int start, int end, List<JsonNode> elements) implements JsonNode {
    public ArrayNode {
      elements = List.copyOf(elements);
    }

    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "array of %d elements at %d to %d".formatted(elements.size(), start, end);
    }
  }

  /**
   * {@code "…"}.
   *
   * @param value the text, unescaped
   */
  record StringNode(int start, int end, String value) implements JsonNode {
    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "string at %d to %d".formatted(start, end);
    }
  }

  /**
   * A number.
   *
   * @param token as spelled in the text
   */
  record NumberNode(int start, int end, String token) implements JsonNode {
    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "number at %d to %d".formatted(start, end);
    }
  }

  /**
   * {@code true}, {@code false} or {@code null}.
   *
   * @param token as spelled in the text
   */
  record LiteralNode(int start, int end, String token) implements JsonNode {
    /** The place and nothing of the content, which may be secret. */
    @Override
    public String toString() {
      return "literal at %d to %d".formatted(start, end);
    }
  }
}
