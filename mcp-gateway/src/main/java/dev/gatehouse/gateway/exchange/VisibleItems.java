package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Exchange;
import dev.gatehouse.gateway.mcp.Method;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.ToolName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The items of one upstream's list that a caller is shown: those that some call of its might be
 * allowed to use, but no tool whose definition the protocol forbids to follow. Used for one list,
 * on one thread.
 */
final class VisibleItems {
  private final PolicyEngine engine;
  private final String upstream;
  private final Method.Listing list;
  private final ListedTools tools;

  /** Of the use of an item, but for which one. */
  private final Facts facts;

  private final List<String> seen = new ArrayList<>();

  /** Tools whose definitions no client may follow. */
  private final Set<String> unusable = new HashSet<>();

  /**
   * For this caller, pages of this list.
   *
   * @param tools hears what tools the upstream has
   */
  VisibleItems(
      PolicyEngine engine,
      Exchange exchange,
      String upstream,
      Method.Listing list,
      ListedTools tools) {
    this.engine = engine;
    this.upstream = upstream;
    this.list = list;
    this.tools = tools;
    this.facts = PolicyFacts.of(exchange, use(list), upstream);
  }

  /** Whether this one is among them. It is asked by what the upstream calls it, before any mask. */
  boolean shows(JsonNode item) {
    return item instanceof ObjectNode object
        && object
            .string(list.key())
            .filter(key -> !unusable.contains(key))
            .filter(this::mayEverUse)
            .isPresent();
  }

  private boolean mayEverUse(String key) {
    return switch (list) {
      case TOOLS -> engine.mayEverCall(facts.caller(), new ToolName(upstream, key));
      case PROMPTS -> engine.mayEver(facts.withPrompt(new ToolName(upstream, key).canonical()));
      case RESOURCES -> engine.mayEver(facts.withResource(key));
      case RESOURCE_TEMPLATES -> engine.mayEverExpand(facts, key);
    };
  }

  /** What somebody does with an item of such a list. */
  private static String use(Method.Listing list) {
    return switch (list) {
      case TOOLS -> "tools/call";
      case PROMPTS -> "prompts/get";
      case RESOURCES, RESOURCE_TEMPLATES -> "resources/read";
    };
  }

  /** A reply with nothing but these in its list; as it is, where that leaves nothing out. */
  Message.Response only(Message.Response reply) {
    Optional<ArrayNode> found =
        reply instanceof Message.Result(_, _, ObjectNode result)
            ? result.array(list.member())
            : Optional.empty();
    found.ifPresent(items -> items.elements().forEach(item -> saw(reply.json(), item)));
    BitSet keptBack =
        list == Method.Listing.TOOLS && found.isPresent()
            ? tools.pinned().listed(upstream, found.get().elements(), scrub())
            : new BitSet();
    if (list == Method.Listing.TOOLS && found.isPresent() && isLast(reply)) {
      tools.named().listed(engine.set(), upstream, seen);
    }
    if (found.isEmpty()) {
      return reply;
    }
    List<JsonNode> elements = found.get().elements();
    List<JsonNode> shown =
        IntStream.range(0, elements.size())
            .filter(place -> !keptBack.get(place))
            .mapToObj(elements::get)
            .filter(this::shows)
            .toList();
    if (shown.size() == elements.size()) {
      return reply;
    }
    JsonText json = reply.json();
    String kept = shown.stream().map(json::slice).collect(Collectors.joining(",", "[", "]"));
    return parsed(Rewrite.of(json).replace(found.get(), kept).text());
  }

  private UnaryOperator<String> scrub() {
    return engine.everyDetector()::scrubName;
  }

  private void saw(JsonText json, JsonNode item) {
    if (list == Method.Listing.TOOLS) {
      tools.schemas().listed(upstream, json, item);
    }
    if (item instanceof ObjectNode object) {
      object.string(list.key()).ifPresent(key -> saw(object, key));
    }
  }

  private void saw(ObjectNode item, String key) {
    seen.add(key);
    if (list == Method.Listing.TOOLS && !tools.mirrored().listed(upstream, item)) {
      unusable.add(key);
    }
  }

  private static boolean isLast(Message.Response reply) {
    return reply instanceof Message.Result(_, _, ObjectNode result)
        && result.string("nextCursor").filter(cursor -> !cursor.isEmpty()).isEmpty();
  }

  private static Message.Response parsed(String text) {
    try {
      return (Message.Response) Message.of(JsonText.parse(text, JsonLimits.STANDARD));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("left out items, and a message no more", e);
    }
  }
}
