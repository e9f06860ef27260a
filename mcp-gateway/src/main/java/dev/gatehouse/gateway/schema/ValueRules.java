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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a schema asks of one scalar, and values that say nothing and may do. Made for one search,
 * which ends when its visits are used up: then nothing more is allowed. Of one thread.
 *
 * <p>Source: JSON Schema 2020-12, validation; formats of RFC 3339, 5321, 3986, 4122, 1123, 4291.
 */
final class ValueRules {
  private static final int DEPTH_MAX = 16;

  /** A bound that is longer, or that would be if it were written out, is taken for none. */
  private static final int DIGITS_MAX = 40;

  /** Values of one list that are tried: if none of the first does, the next hardly will. */
  private static final int LISTED_MAX = 16;

  /** A longer value is not tried: each schema would have to read it through. */
  private static final int CANDIDATE_MAX = 4096;

  /** A longer pattern is taken not to match: what it takes to read it grows with it. */
  private static final int PATTERN_MAX = 1024;

  /** Members or elements looked through in the time of one visit. */
  private static final int MEMBERS_A_VISIT = 16;

  /** Steps of a pattern, each tried at each character, in the time of one visit. */
  private static final int STEPS_A_VISIT = 4096;

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
  private final VisitBudget budget;

  // Each is worked out once: a schema that goes round is asked again and again.
  private final IdentityHashMap<ObjectNode, Optional<ObjectNode>> targets = new IdentityHashMap<>();
  private final IdentityHashMap<ArrayNode, Set<String>> listed = new IdentityHashMap<>();
  private final Map<String, Optional<Pattern>> patterns = new HashMap<>();

  /**
   * The rules of the schemas in a text.
   *
   * @param referred what a schema refers to
   * @param budget how much may be looked at
   */
  ValueRules(
      JsonText json, Function<ObjectNode, Optional<ObjectNode>> referred, VisitBudget budget) {
    this.json = json;
    this.referred = referred;
    this.budget = budget;
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
          .limit(LISTED_MAX)
          .map(json::slice)
          .forEach(candidates::add);
    }
    LAST_RESORTS.stream().map(JsonStrings::quote).forEach(candidates::add);
    candidates.add("null");
    candidates.removeIf(value -> value.length() > CANDIDATE_MAX);
    return candidates;
  }

  /** Whether a schema allows a scalar, given as JSON. */
  boolean allow(ObjectNode schema, String value) {
    if (budget.isUsedUp()) {
      return false;
    }
    try {
      return allow(schema, JsonText.parse(value, JsonLimits.STANDARD), 0);
    } catch (JsonSyntaxException _) {
      return false;
    }
  }

  private boolean allow(ObjectNode schema, JsonText value, int depth) {
    if (depth > DEPTH_MAX || !budget.take(1 + (schema.members().size() / MEMBERS_A_VISIT))) {
      return false;
    }
    return schema.array("enum").map(all -> lists(all, value)).orElse(true)
        && schema.member("const").map(node -> isSame(node, value)).orElse(true)
        && hasType(schema, value.root())
        && allowsText(schema, value.root())
        && allowsNumber(schema, value.root())
        && all(schema, "allOf").stream().allMatch(part -> allow(part, value, depth + 1))
        && any(schema, "anyOf", value, depth)
        && any(schema, "oneOf", value, depth)
        && target(schema).map(part -> allow(part, value, depth + 1)).orElse(true);
  }

  private boolean any(ObjectNode schema, String word, JsonText value, int depth) {
    List<ObjectNode> parts = all(schema, word);
    return (parts.isEmpty() && !budget.isUsedUp())
        || parts.stream().anyMatch(part -> allow(part, value, depth + 1));
  }

  private Optional<ObjectNode> target(ObjectNode schema) {
    return targets.computeIfAbsent(schema, referred);
  }

  private List<ObjectNode> all(ObjectNode schema, String word) {
    List<JsonNode> nodes = schema.array(word).map(ArrayNode::elements).orElse(List.of());
    List<ObjectNode> parts = new ArrayList<>();
    if (!budget.take(nodes.size() / MEMBERS_A_VISIT)) {
      return parts;
    }
    for (JsonNode node : nodes) {
      if (node instanceof ObjectNode part) {
        parts.add(part);
      }
    }
    return parts;
  }

  private boolean lists(ArrayNode all, JsonText value) {
    return listed
        .computeIfAbsent(
            all, nodes -> nodes.elements().stream().map(this::content).collect(Collectors.toSet()))
        .contains(content(value));
  }

  private boolean isSame(JsonNode node, JsonText value) {
    return content(node).equals(content(value));
  }

  /** The JSON, however a text in it is escaped. */
  private String content(JsonNode node) {
    return node instanceof StringNode text ? '"' + text.value() : json.slice(node);
  }

  private static String content(JsonText value) {
    return value.root() instanceof StringNode text ? '"' + text.value() : value.text();
  }

  private boolean hasType(ObjectNode schema, JsonNode value) {
    List<JsonNode> types =
        schema
            .member("type")
            .map(node -> node instanceof ArrayNode all ? all.elements() : List.of(node))
            .orElse(List.of());
    return types.isEmpty()
        || (budget.take(types.size() / MEMBERS_A_VISIT)
            && types.stream()
                .anyMatch(type -> type instanceof StringNode name && is(name.value(), value)));
  }

  private static boolean is(String type, JsonNode value) {
    return switch (value) {
      case StringNode _ -> type.equals("string");
      case NumberNode number ->
          type.equals("number")
              || (type.equals("integer")
                  && written(number)
                      .filter(it -> it.stripTrailingZeros().scale() <= 0)
                      .isPresent());
      case JsonNode.LiteralNode literal ->
          type.equals(literal.token().equals("null") ? "null" : "boolean");
      case ObjectNode _ -> type.equals("object");
      case ArrayNode _ -> type.equals("array");
    };
  }

  private boolean allowsText(ObjectNode schema, JsonNode value) {
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
    return !(value instanceof NumberNode number)
        || written(number).filter(it -> allowsNumber(schema, it)).isPresent();
  }

  private static boolean allowsNumber(ObjectNode schema, BigDecimal it) {
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
        .flatMap(node -> node instanceof NumberNode number ? written(number) : Optional.empty());
  }

  /** What a number is; empty where it is so large or fine that reckoning with it takes long. */
  private static Optional<BigDecimal> written(NumberNode number) {
    if (number.token().length() > DIGITS_MAX) {
      return Optional.empty();
    }
    try {
      BigDecimal it = new BigDecimal(number.token());
      return Optional.of(it).filter(_ -> Math.abs((long) it.scale()) <= DIGITS_MAX);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** In linear time; a pattern that needs more is taken not to match. */
  private boolean matches(String pattern, String text) {
    return patterns
        .computeIfAbsent(pattern, ValueRules::compiled)
        .filter(it -> budget.take((long) it.programSize() * text.length() / STEPS_A_VISIT))
        .filter(it -> it.matcher(text).find())
        .isPresent();
  }

  private static Optional<Pattern> compiled(String pattern) {
    if (pattern.length() > PATTERN_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(pattern));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  private static boolean isScalar(JsonNode node) {
    return !(node instanceof ObjectNode) && !(node instanceof ArrayNode);
  }
}
