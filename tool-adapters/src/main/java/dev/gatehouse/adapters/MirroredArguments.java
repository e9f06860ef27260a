package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which arguments of a tool its definition wants to see as headers too. Immutable.
 *
 * <p>Shape: {@code "region": {"type": "string", "x-mcp-header": "Region"}} becomes {@code
 * Mcp-Param-Region: …}.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Custom Headers from Tool
 * Parameters"; RFC 9110 §5.6.2.
 *
 * @param arguments each with its header
 */
public record MirroredArguments(List<Mirrored> arguments) {
  /** Of a tool that wants none. */
  public static final MirroredArguments NONE = new MirroredArguments(List.of());

  /** By which a schema asks for it. */
  public static final String ANNOTATION = "x-mcp-header";

  private static final String PREFIX = "Mcp-Param-";
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

  // Keywords whose schemas say nothing of one argument at one place.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "items",
          "prefixItems",
          "contains",
          "additionalProperties",
          "unevaluatedItems",
          "unevaluatedProperties",
          "propertyNames",
          "oneOf",
          "anyOf",
          "allOf",
          "not",
          "if",
          "then",
          "else");

  // Keywords whose members are such schemas by name.
  private static final Set<String> ELSEWHERE_BY_NAME =
      Set.of("$defs", "definitions", "patternProperties", "dependentSchemas");

  public MirroredArguments {
    arguments = List.copyOf(arguments);
  }

  /**
   * One of them.
   *
   * @param header its whole name
   * @param path where the argument stands: the names of the objects' members
   */
  public record Mirrored(String header, List<String> path) {
    public Mirrored {
      path = List.copyOf(path);
    }

    /** The argument in those of a call: a string, a number or a truth; empty where it is none. */
    public Optional<JsonNode> in(ObjectNode arguments) {
      Optional<JsonNode> node = Optional.of(arguments);
      for (String name : path) {
        node = node.flatMap(n -> n instanceof ObjectNode o ? o.member(name) : Optional.empty());
      }
      return node.filter(found -> text(found).isPresent());
    }
  }

  /** What a tool's definition turns out to be. */
  public sealed interface Reading {
    /** One that can be followed. */
    record Allowed(MirroredArguments mirrored) implements Reading {}

    /**
     * One that no client may use.
     *
     * @param why without anything that the definition says
     */
    record Forbidden(String why) implements Reading {}
  }

  /** Reads the definition of a tool. */
  public static Reading of(ObjectNode tool) {
    Search search = new Search();
    tool.object("inputSchema").ifPresent(schema -> search.visit(schema, List.of(), true));
    return search
        .fault
        .<Reading>map(Reading.Forbidden::new)
        .orElseGet(() -> new Reading.Allowed(new MirroredArguments(search.found)));
  }

  /** The values of a call's arguments, by the names of their headers. */
  public Map<String, JsonNode> in(ObjectNode values) {
    Map<String, JsonNode> headers = new LinkedHashMap<>();
    arguments.forEach(it -> it.in(values).ifPresent(value -> headers.put(it.header(), value)));
    return headers;
  }

  /** A value as text: as it is, or as JSON spells it; empty where it cannot be a header. */
  public static Optional<String> text(JsonNode node) {
    return switch (node) {
      case StringNode string -> Optional.of(string.value());
      case NumberNode number -> Optional.of(number.token());
      case LiteralNode literal ->
          literal.token().equals("null") ? Optional.empty() : Optional.of(literal.token());
      case ObjectNode _, ArrayNode _ -> Optional.empty();
    };
  }

  /** Whether the text can be the name of a header. */
  public static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(MirroredArguments::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  /** One reading of one schema. Confined to its thread. */
  private static final class Search {
    private final List<Mirrored> found = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private Optional<String> fault = Optional.empty();

    /**
     * One schema.
     *
     * @param isReachable whether it is an argument's at one place
     */
    void visit(ObjectNode schema, List<String> path, boolean isReachable) {
      schema
          .member(ANNOTATION)
          .ifPresent(annotation -> annotated(schema, annotation, path, isReachable));
      for (Member member : schema.members()) {
        if (member.name().equals("properties") && member.value() instanceof ObjectNode object) {
          for (Member property : object.members()) {
            List<String> below = new ArrayList<>(path);
            below.add(property.name());
            each(property.value(), below, isReachable);
          }
        } else if (ELSEWHERE.contains(member.name())) {
          each(member.value(), path, false);
        } else if (ELSEWHERE_BY_NAME.contains(member.name())
            && member.value() instanceof ObjectNode object) {
          object.members().forEach(named -> each(named.value(), path, false));
        }
      }
    }

    private void each(JsonNode node, List<String> path, boolean isReachable) {
      switch (node) {
        case ObjectNode schema -> visit(schema, path, isReachable);
        case ArrayNode schemas -> schemas.elements().forEach(it -> each(it, path, isReachable));
        case StringNode _, NumberNode _, LiteralNode _ -> {}
      }
    }

    private void annotated(
        ObjectNode schema, JsonNode annotation, List<String> path, boolean isReachable) {
      if (!isReachable || path.isEmpty()) {
        wrong("it stands where it names no argument at one place");
      } else if (!(annotation instanceof StringNode name) || !isToken(name.value())) {
        wrong("it can be no name of a header");
      } else if (schema.string("type").filter(TYPES::contains).isEmpty()) {
        wrong("its argument is no string, integer or boolean");
      } else if (!names.add(name.value().toLowerCase(Locale.ROOT))) {
        wrong("two arguments have the same");
      } else {
        found.add(new Mirrored(PREFIX + name.value(), path));
      }
    }

    private void wrong(String why) {
      if (fault.isEmpty()) {
        fault = Optional.of(why);
      }
    }
  }
}
