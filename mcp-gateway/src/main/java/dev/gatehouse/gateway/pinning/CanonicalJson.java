package dev.gatehouse.gateway.pinning;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/**
 * One spelling for all texts of a JSON value that mean the same: members sorted by name, no blanks,
 * strings with as few escapes as can be, numbers by their value.
 *
 * <p>As RFC 8785 does it, but for numbers, which keep all their digits: two that differ beyond 2^53
 * differ here.
 */
final class CanonicalJson {
  /** A number beyond this is no number that a schema needs; it stays as it is spelled. */
  private static final int DIGITS_MAX = 400;

  /** Longer ones are written with an exponent. */
  private static final int SCALE_MAX = 20;

  private final StringBuilder text = new StringBuilder();
  private final UnaryOperator<String> strings;

  private CanonicalJson(UnaryOperator<String> strings) {
    this.strings = strings;
  }

  /**
   * The value.
   *
   * @param strings what becomes of each string, names of members and numbers among them; a number
   *     that it changes becomes a string
   */
  static String of(JsonNode node, UnaryOperator<String> strings) {
    CanonicalJson json = new CanonicalJson(strings);
    json.add(node);
    return json.text.toString();
  }

  private void add(JsonNode node) {
    switch (node) {
      case ObjectNode object -> object(object);
      case ArrayNode array -> {
        String separator = "[";
        for (JsonNode element : array.elements()) {
          text.append(separator);
          add(element);
          separator = ",";
        }
        text.append(array.elements().isEmpty() ? "[]" : "]");
      }
      case StringNode string -> text.append(JsonStrings.quote(strings.apply(string.value())));
      case NumberNode number -> {
        String shown = strings.apply(number.token());
        text.append(
            shown.equals(number.token()) ? number(number.token()) : JsonStrings.quote(shown));
      }
      case LiteralNode literal -> text.append(literal.token());
    }
  }

  private void object(ObjectNode object) {
    String separator = "{";
    for (Member member :
        object.members().stream().sorted(Comparator.comparing(Member::name)).toList()) {
      text.append(separator).append(JsonStrings.quote(strings.apply(member.name()))).append(':');
      add(member.value());
      separator = ",";
    }
    text.append(object.members().isEmpty() ? "{}" : "}");
  }

  private static String number(String token) {
    if (token.length() > DIGITS_MAX) {
      return token;
    }
    try {
      BigDecimal value = new BigDecimal(token).stripTrailingZeros();
      return Math.abs((long) value.scale()) <= SCALE_MAX
          ? value.toPlainString()
          : value.unscaledValue() + "e" + -(long) value.scale();
    } catch (NumberFormatException e) {
      return token;
    }
  }
}
