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

  /** All that is remembered, names too: as much as one message may hold, however many tools. */
  private static final long REMEMBERED_MAX = 16L << 20;

  private record Tool(String upstream, String name) {}

  private record Said(OutputSchema schema, long characters) {}

  private final ConcurrentMap<Tool, Said> schemas = new ConcurrentHashMap<>();

  /** Characters in {@link #schemas}; changed only together with it, under this lock. */
  private long remembered;

  /** Remembers what a listed tool says. */
  public void listed(String upstream, JsonText json, JsonNode item) {
    if (!(item instanceof ObjectNode object) || object.string("name").isEmpty()) {
      return;
    }
    Tool tool = new Tool(upstream, object.string("name").get());
    object
        .object("outputSchema")
        .map(json::slice)
        .filter(text -> text.length() <= CHARACTERS_MAX)
        .flatMap(text -> said(tool, text))
        .ifPresentOrElse(said -> remember(tool, said), () -> forget(tool));
  }

  private synchronized void remember(Tool tool, Said said) {
    Optional<Said> before = Optional.ofNullable(schemas.get(tool));
    long others = remembered - before.map(Said::characters).orElse(0L);
    boolean isRoom = before.isPresent() || schemas.size() < TOOLS_MAX;
    if (!isRoom || others + said.characters() > REMEMBERED_MAX) {
      forget(tool);
      return;
    }
    schemas.put(tool, said);
    remembered = others + said.characters();
  }

  private synchronized void forget(Tool tool) {
    remembered -= Optional.ofNullable(schemas.remove(tool)).map(Said::characters).orElse(0L);
  }

  private static Optional<Said> said(Tool tool, String text) {
    long characters = (long) tool.name().length() + text.length();
    return parsed(text).map(schema -> new Said(schema, characters));
  }

  /** What this tool said. */
  public Optional<OutputSchema> of(String upstream, String tool) {
    return Optional.ofNullable(schemas.get(new Tool(upstream, tool))).map(Said::schema);
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
