package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A tool's arguments as a person types them. */
final class Arguments {
  private Arguments() {}

  /**
   * One JSON object from {@code key=value} pairs.
   *
   * @throws IllegalArgumentException where one has no key or a key comes twice
   */
  static String of(List<String> pairs) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String pair : pairs) {
      int sign = pair.indexOf('=');
      if (sign < 1) {
        throw new IllegalArgumentException("expected KEY=VALUE, found `" + pair + "`");
      }
      String key = pair.substring(0, sign);
      if (members.put(key, value(pair.substring(sign + 1))) != null) {
        throw new IllegalArgumentException("the argument `" + key + "` is given twice");
      }
    }
    StringJoiner object = new StringJoiner(",", "{", "}");
    members.forEach((key, value) -> object.add(JsonStrings.quote(key) + ":" + value));
    return object.toString();
  }

  /**
   * The text, if it is one JSON object.
   *
   * @throws IllegalArgumentException where it is not
   */
  static String object(String text) {
    try {
      if (JsonText.parse(text, JsonLimits.STANDARD).root() instanceof ObjectNode) {
        return text;
      }
      throw new IllegalArgumentException("--arguments expected to be a JSON object");
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(
          "--arguments expected to be a JSON object: " + e.problem(), e);
    }
  }

  private static String value(String text) {
    try {
      return JsonText.parse(text, JsonLimits.STANDARD).text();
    } catch (JsonSyntaxException e) {
      return JsonStrings.quote(text);
    }
  }
}
