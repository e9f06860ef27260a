package dev.gatehouse.gateway.mcp;

import dev.gatehouse.adapters.MirroredArguments;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The arguments that clients repeat in headers, as the tools that were listed want it. Thread-safe.
 *
 * <p>A tool that no client listed through this gateway since it started is not known here: no
 * client can have learnt from us which headers it wants. Towards an upstream the headers are made
 * anew from the arguments in any case.
 *
 * <p>Source: MCP 2026-07-28 basic/transports/streamable-http, "Server Behavior for Custom Headers".
 */
public final class MirroredHeaders {
  private static final Logger LOG = System.getLogger(MirroredHeaders.class.getName());

  /** Tools with such arguments; an upstream that lists for ever must not fill the memory. */
  private static final int TOOLS_MAX = 10_000;

  // Longer than any integer that may be mirrored, however it is spelled.
  private static final int DIGITS_MAX = 40;

  private record Tool(String upstream, String name) {}

  private final ConcurrentMap<Tool, MirroredArguments.Reading> tools = new ConcurrentHashMap<>();

  /**
   * Remembers what a listed tool wants.
   *
   * @return whether clients may use the tool at all
   */
  public boolean listed(String upstream, ObjectNode definition) {
    Tool tool = new Tool(upstream, definition.string("name").orElse(""));
    MirroredArguments.Reading reading = MirroredArguments.of(definition);
    boolean isPlain = reading.equals(new MirroredArguments.Reading.Allowed(MirroredArguments.NONE));
    boolean isNew =
        (isPlain || isFull(tool))
            ? tools.remove(tool) != null
            : !reading.equals(tools.put(tool, reading));
    return switch (reading) {
      case MirroredArguments.Reading.Allowed _ -> true;
      case MirroredArguments.Reading.Forbidden(String why) -> {
        if (isNew) {
          LOG.log(
              Level.WARNING,
              "event=tool-left-out upstream="
                  + upstream
                  + " tool="
                  + JsonStrings.quote(tool.name())
                  + " cause=`"
                  + MirroredArguments.ANNOTATION
                  + "`: "
                  + why);
        }
        yield false;
      }
    };
  }

  /**
   * What is wrong with the headers of a call.
   *
   * @param name of the tool, as its upstream knows it
   */
  public Optional<ProtocolException> fault(
      String upstream, String name, Message.Request call, Headers headers) {
    if (!headers.areChecked()
        || !(tools.get(new Tool(upstream, name))
            instanceof MirroredArguments.Reading.Allowed(MirroredArguments wanted))) {
      return Optional.empty();
    }
    Map<String, JsonNode> values =
        call.params()
            .flatMap(params -> params.object("arguments"))
            .map(wanted::in)
            .orElse(Map.of());
    for (Map.Entry<String, JsonNode> value : values.entrySet()) {
      Optional<String> header = headers.first(value.getKey());
      if (header.isEmpty()) {
        return Optional.of(mismatch("an argument's header is required", value.getKey()));
      }
      if (HeaderText.decoded(header.get())
          .filter(text -> agree(value.getValue(), text))
          .isEmpty()) {
        return Optional.of(mismatch("an argument's header differs from the body", value.getKey()));
      }
    }
    return Optional.empty();
  }

  private boolean isFull(Tool tool) {
    return tools.size() >= TOOLS_MAX && !tools.containsKey(tool);
  }

  private static ProtocolException mismatch(String what, String header) {
    return ModernEnvelope.mismatch(what + ": `" + header + "`");
  }

  /** Whether they say the same: numbers by their value. */
  private static boolean agree(JsonNode value, String text) {
    boolean isSame = MirroredArguments.text(value).equals(Optional.of(text));
    return isSame || (value instanceof NumberNode number && areEqual(number.token(), text));
  }

  private static boolean areEqual(String one, String other) {
    if (one.length() > DIGITS_MAX || other.length() > DIGITS_MAX) {
      return false;
    }
    try {
      return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }
}
