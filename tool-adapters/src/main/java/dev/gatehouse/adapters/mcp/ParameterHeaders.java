package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which arguments of which tools a server wants to see as headers too, learnt from the schemas that
 * it lists. Thread-safe.
 *
 * <p>Shape: {@code "region": {"type": "string", "x-mcp-header": "Region"}} becomes {@code
 * Mcp-Param-Region: …}.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Custom Headers from Tool
 * Parameters".
 */
final class ParameterHeaders {
  private static final String ANNOTATION = "x-mcp-header";
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
  // Only tools with annotations are kept; a server with more is not served by headers.
  private static final int TOOLS_MAX = 10_000;

  // It was within its limits when it was read first.
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private record Mirrored(String header, List<String> path) {}

  private final Map<String, List<Mirrored>> byTool = new ConcurrentHashMap<>();

  /** Takes note of the tools in an answer to {@code tools/list}. */
  void learn(Message.Result listed) {
    boolean isAnnotated = listed.json().text().contains(ANNOTATION);
    if (!isAnnotated && byTool.isEmpty()) {
      return;
    }
    if (!(listed.result() instanceof ObjectNode result)) {
      return;
    }
    List<JsonNode> tools = result.array("tools").map(a -> a.elements()).orElse(List.of());
    for (JsonNode node : tools) {
      if (node instanceof ObjectNode tool) {
        tool.string("name").ifPresent(name -> learn(name, tool));
      }
    }
  }

  /** The headers for a call as it will be sent, masks included. */
  Map<String, String> of(String tool, Rewrite text) {
    List<Mirrored> mirrored = byTool.getOrDefault(tool, List.of());
    if (mirrored.isEmpty()) {
      return Map.of();
    }
    Optional<ObjectNode> arguments = arguments(text);
    Map<String, String> headers = new LinkedHashMap<>();
    for (Mirrored each : mirrored) {
      arguments
          .flatMap(object -> at(object, each.path()))
          .flatMap(ParameterHeaders::plain)
          .ifPresent(
              value -> headers.put("Mcp-Param-" + each.header(), HeaderValues.encode(value)));
    }
    return headers;
  }

  private void learn(String name, ObjectNode tool) {
    List<Mirrored> found = new ArrayList<>();
    tool.object("inputSchema").ifPresent(schema -> collect(schema, List.of(), found));
    if (found.isEmpty() || byTool.size() >= TOOLS_MAX) {
      byTool.remove(name);
    } else {
      byTool.put(name, List.copyOf(found));
    }
  }

  private static void collect(ObjectNode schema, List<String> path, List<Mirrored> found) {
    Optional<ObjectNode> properties = schema.object("properties");
    if (properties.isEmpty()) {
      return;
    }
    for (Member member : properties.get().members()) {
      if (member.value() instanceof ObjectNode property) {
        List<String> here = new ArrayList<>(path);
        here.add(member.name());
        property
            .string(ANNOTATION)
            .filter(HeaderValues::isToken)
            .filter(_ -> property.string("type").filter(TYPES::contains).isPresent())
            .ifPresent(header -> found.add(new Mirrored(header, List.copyOf(here))));
        collect(property, here, found);
      }
    }
  }

  private static Optional<ObjectNode> arguments(Rewrite text) {
    try {
      // Read anew, because the places in the original know nothing of what was replaced.
      JsonNode root = JsonText.parse(text.text(), READ_BEFORE).root();
      return root instanceof ObjectNode object
          ? object.object("params").flatMap(params -> params.object("arguments"))
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a request with places replaced is no longer JSON", e);
    }
  }

  private static Optional<JsonNode> at(ObjectNode arguments, List<String> path) {
    Optional<JsonNode> node = Optional.of(arguments);
    for (String name : path) {
      node = node.flatMap(n -> n instanceof ObjectNode o ? o.member(name) : Optional.empty());
    }
    return node;
  }

  private static Optional<String> plain(JsonNode node) {
    return switch (node) {
      case StringNode string -> Optional.of(string.value());
      case NumberNode number -> Optional.of(number.token());
      case LiteralNode literal ->
          literal.token().equals("null") ? Optional.empty() : Optional.of(literal.token());
      case ObjectNode _, JsonNode.ArrayNode _ -> Optional.empty();
    };
  }
}
