package dev.gatehouse.gateway.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a schema asks of one scalar, and values that say nothing and may do. Immutable.
 *
 * <p>Source: JSON Schema 2020-12, validation; formats of RFC 3339, 5321, 3986, 4122, 1123, 4291.
 */
final class ValueRules {
  private static final int DEPTH_MAX = 16;

  /** A bound that is longer, or that would be if it were written out, is taken for none. */
  private static final int DIGITS_MAX = 40;

  /** For each format a value that is nobody's; some validators know which domains there are. */
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("date", "1970-01-01"),
          Map.entry("date-time", "1970-01-01T00:00:00Z"),
          Map.entry("time", "00:00:00Z"),
          Map.entry("duration", "PT0S"),
          Map.entry("email", "masked@example.com"),
          Map.entry("idn-email", "masked@example.com"),
          Map.entry("hostname", "masked.example.com"),
          Map.entry("idn-hostname", "masked.example.com"),
          Map.entry("ipv4", "0.0.0.0"),
          Map.entry("ipv6", "::"),
          Map.entry("uri", "masked:"),
          Map.entry("iri", "masked:"),
          Map.entry("uri-reference", "masked"),
          Map.entry("iri-reference", "masked"),
          Map.entry("uuid", "00000000-0000-0000-0000-000000000000"),
          Map.entry("uri-template", "masked"),
          Map.entry("json-pointer", ""),
          Map.entry("relative-json-pointer", "0"),
          Map.entry("regex", "masked"));

  private static final List<String> LAST_RESORTS =
      List.of("masked", "xxxxxxxxxxxxxxxx", "x", "X", "0", "0000", "0000000000", "");

  private final JsonText json;
  private final Function<ObjectNode, Optional<ObjectNode>> referred;

  /**
   * The rules of the schemas in a text.
   *
   * @param referred what a schema refers to
   */
  ValueRules(JsonText json, Function<ObjectNode, Optional<ObjectNode>> referred) {
    this.json = json;
    this.referred = referred;
  }

  /** Values that may fit, as JSON: those that say most of the mask first. */
  List<String> candidates(List<ObjectNode> schemas, String text) {
    List<String> candidates = new ArrayList<>(List.of(JsonStrings.quote(text)));
    for (ObjectNode schema : schemas) {
      schema.string("format").map(FORMATS::get).map(JsonStrings::quote).ifPresent(candidates::add);
    }
    candidates.addAll(List.of("0", "false"));
    for (ObjectNode schema : schemas) {
      for (String word : List.of("minimum", "maximum", "multipleOf")) {
        schema.member(word).map(json::slice).ifPresent(candidates::add);
      }
      number(schema, "exclusiveMinimum")
          .map(least -> least.add(BigDecimal.ONE).toPlainString())
          .ifPresent(candidates::add);
      number(schema, "exclusiveMaximum")
          .map(most -> most.subtract(BigDecimal.ONE).toPlainString())
          .ifPresent(candidates::add);
      // The same for whatever value there was, so that it tells nothing.
      schema.member("const").map(json::slice).ifPresent(candidates::add);
      schema.array("enum").map(ArrayNode::elements).stream()
          .flatMap(List::stream)
          .filter(ValueRules::isScalar)
          .map(json::slice)
          .forEach(candidates::add);
    }
    LAST_RESORTS.stream().map(JsonStrings::quote).forEach(candidates::add);
    candidates.add("null");
    return candidates;
  }

  /** Whether a schema allows a scalar, given as JSON. */
  boolean allow(ObjectNode schema, String value) {
    try {
      return allow(schema, JsonText.parse(value, JsonLimits.STANDARD), 0);
    } catch (JsonSyntaxException _) {
      return false;
    }
  }

  private boolean allow(ObjectNode schema, JsonText value, int depth) {
    if (depth > DEPTH_MAX) {
      return false;
    }
    boolean isOne =
        schema
            .array("enum")
            .map(all -> all.elements().stream().anyMatch(node -> isSame(node, value)))
            .orElse(true);
    return isOne
        && schema.member("const").map(node -> isSame(node, value)).orElse(true)
        && hasType(schema, value.root())
        && allowsText(schema, value.root())
        && allowsNumber(schema, value.root())
        && all(schema, "allOf").stream().allMatch(part -> allow(part, value, depth + 1))
        && any(schema, "anyOf", value, depth)
        && any(schema, "oneOf", value, depth)
        && referred.apply(schema).map(part -> allow(part, value, depth + 1)).orElse(true);
  }

  private boolean any(ObjectNode schema, String word, JsonText value, int depth) {
    List<ObjectNode> parts = all(schema, word);
    return parts.isEmpty() || parts.stream().anyMatch(part -> allow(part, value, depth + 1));
  }

  private static List<ObjectNode> all(ObjectNode schema, String word) {
    List<ObjectNode> parts = new ArrayList<>();
    for (JsonNode node : schema.array(word).map(ArrayNode::elements).orElse(List.of())) {
      if (node instanceof ObjectNode part) {
        parts.add(part);
      }
    }
    return parts;
  }

  private boolean isSame(JsonNode node, JsonText value) {
    return (node instanceof StringNode text && value.root() instanceof StringNode other)
        ? text.value().equals(other.value())
        : json.slice(node).equals(value.text());
  }

  private static boolean hasType(ObjectNode schema, JsonNode value) {
    Optional<JsonNode> type = schema.member("type");
    List<JsonNode> types =
        type.map(node -> node instanceof ArrayNode all ? all.elements() : List.of(node))
            .orElse(List.of());
    return types.isEmpty()
        || types.stream().anyMatch(t -> t instanceof StringNode name && is(name.value(), value));
  }

  private static boolean is(String type, JsonNode value) {
    return switch (value) {
      case StringNode _ -> type.equals("string");
      case NumberNode number ->
          type.equals("number")
              || (type.equals("integer")
                  && new BigDecimal(number.token()).stripTrailingZeros().scale() <= 0);
      case JsonNode.LiteralNode literal ->
          type.equals(literal.token().equals("null") ? "null" : "boolean");
      case ObjectNode _ -> type.equals("object");
      case ArrayNode _ -> type.equals("array");
    };
  }

  private static boolean allowsText(ObjectNode schema, JsonNode value) {
    if (!(value instanceof StringNode text)) {
      return true;
    }
    int length = text.value().codePointCount(0, text.value().length());
    BigDecimal size = BigDecimal.valueOf(length);
    Optional<String> format = schema.string("format").filter(FORMATS::containsKey);
    return number(schema, "minLength").map(least -> size.compareTo(least) >= 0).orElse(true)
        && number(schema, "maxLength").map(most -> size.compareTo(most) <= 0).orElse(true)
        && schema.string("pattern").map(pattern -> matches(pattern, text.value())).orElse(true)
        && format.map(name -> text.value().equals(FORMATS.get(name))).orElse(true);
  }

  private static boolean allowsNumber(ObjectNode schema, JsonNode value) {
    if (!(value instanceof NumberNode number)) {
      return true;
    }
    BigDecimal it = new BigDecimal(number.token());
    return number(schema, "minimum").map(least -> it.compareTo(least) >= 0).orElse(true)
        && number(schema, "maximum").map(most -> it.compareTo(most) <= 0).orElse(true)
        && number(schema, "exclusiveMinimum").map(least -> it.compareTo(least) > 0).orElse(true)
        && number(schema, "exclusiveMaximum").map(most -> it.compareTo(most) < 0).orElse(true)
        && number(schema, "multipleOf")
            .map(unit -> unit.signum() > 0 && it.remainder(unit).signum() == 0)
            .orElse(true);
  }

  private static Optional<BigDecimal> number(ObjectNode schema, String word) {
    return schema
        .member(word)
        .filter(node -> node instanceof NumberNode number && number.token().length() <= DIGITS_MAX)
        .map(node -> new BigDecimal(((NumberNode) node).token()))
        .filter(number -> Math.abs(number.scale()) <= DIGITS_MAX);
  }

  /** In linear time; a pattern that needs more is taken not to match. */
  private static boolean matches(String pattern, String text) {
    try {
      return Pattern.compile(pattern).matcher(text).find();
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static boolean isScalar(JsonNode node) {
    return !(node instanceof ObjectNode) && !(node instanceof ArrayNode);
  }
}
