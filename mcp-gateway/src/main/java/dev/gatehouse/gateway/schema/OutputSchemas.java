package dev.gatehouse.gateway.schema;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What tools said of their structured results when they were last listed. Thread-safe.
 *
 * <p>A tool that no client listed through this gateway since it started is not known here; nobody
 * can check a result by a schema that nobody was told.
 */
public final class OutputSchemas {
  /** More tools are not remembered: an upstream that lists for ever must not fill the memory. */
  private static final int TOOLS_MAX = 10_000;

  /** A longer schema is not remembered. */
  private static final int CHARACTERS_MAX = 64 << 10;

  private record Tool(String upstream, String name) {}

  private final ConcurrentMap<Tool, OutputSchema> schemas = new ConcurrentHashMap<>();

  /** Remembers what a listed tool says. */
  public void listed(String upstream, JsonText json, JsonNode item) {
    if (!(item instanceof ObjectNode object) || object.string("name").isEmpty()) {
      return;
    }
    Tool tool = new Tool(upstream, object.string("name").get());
    Optional<OutputSchema> schema =
        object
            .object("outputSchema")
            .map(json::slice)
            .filter(text -> text.length() <= CHARACTERS_MAX)
            .flatMap(OutputSchemas::parsed);
    if (schema.isEmpty()) {
      schemas.remove(tool);
    } else if (schemas.size() < TOOLS_MAX || schemas.containsKey(tool)) {
      schemas.put(tool, schema.get());
    }
  }

  /** What this tool said. */
  public Optional<OutputSchema> of(String upstream, String tool) {
    return Optional.ofNullable(schemas.get(new Tool(upstream, tool)));
  }

  /** By itself, so that nothing else of the list stays in memory. */
  private static Optional<OutputSchema> parsed(String text) {
    try {
      JsonText json = JsonText.parse(text, JsonLimits.STANDARD);
      return json.root() instanceof ObjectNode root
          ? Optional.of(new OutputSchema(json, root))
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("cut a schema out of JSON, and it is none", e);
    }
  }
}
