package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.MirroredArguments;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which arguments of which tools a server wants to see as headers too, learnt from the schemas that
 * it lists. Thread-safe.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Custom Headers from Tool
 * Parameters".
 */
final class ParameterHeaders {
  // Only tools with annotations are kept; a server with more is not served by headers.
  private static final int TOOLS_MAX = 10_000;

  // More than any integer that a computer counts with.
  private static final int DIGITS_MAX = 40;

  // It was within its limits when it was read first.
  private static final JsonLimits READ_BEFORE =
      new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final Map<String, MirroredArguments> byTool = new ConcurrentHashMap<>();

  /** Takes note of the tools in an answer to {@code tools/list}. */
  void learn(Message.Result listed) {
    boolean isAnnotated = listed.json().text().contains(MirroredArguments.ANNOTATION);
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
    MirroredArguments mirrored = byTool.getOrDefault(tool, MirroredArguments.NONE);
    if (mirrored.arguments().isEmpty()) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    arguments(text)
        .map(mirrored::in)
        .orElse(Map.of())
        .forEach(
            (header, value) ->
                text(value).ifPresent(plain -> headers.put(header, HeaderValues.encode(plain))));
    return headers;
  }

  /** As a header wants it: an integer without fraction and exponent, however it is spelled. */
  private static Optional<String> text(JsonNode value) {
    return MirroredArguments.text(value)
        .map(text -> value instanceof JsonNode.NumberNode ? integer(text) : text);
  }

  private static String integer(String number) {
    BigDecimal value;
    try {
      value = new BigDecimal(number).stripTrailingZeros();
    } catch (NumberFormatException | ArithmeticException _) {
      return number;
    }
    // Above, it is no integer, or one that no server takes: it is shown as it is.
    boolean isShort = value.scale() <= 0 && value.precision() - (long) value.scale() <= DIGITS_MAX;
    return isShort ? value.toPlainString() : number;
  }

  private void learn(String name, ObjectNode tool) {
    // Nobody may use a tool whose definition asks for it in a way that is not allowed.
    MirroredArguments found =
        switch (MirroredArguments.of(tool)) {
          case MirroredArguments.Reading.Allowed(MirroredArguments mirrored) -> mirrored;
          case MirroredArguments.Reading.Forbidden _ -> MirroredArguments.NONE;
        };
    if (found.arguments().isEmpty() || byTool.size() >= TOOLS_MAX) {
      byTool.remove(name);
    } else {
      byTool.put(name, found);
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
}
