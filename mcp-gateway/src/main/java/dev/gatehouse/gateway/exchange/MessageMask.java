package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masking;
import dev.gatehouse.policies.mask.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies a mask of the policies to a message: shows it every scalar and every name of a member,
 * and puts what it answers into the text.
 *
 * <p>What the protocol itself needs to find its way stays as it is: the tool's name, a resource's
 * address, cursors, tokens and the client's metadata.
 */
final class MessageMask {
  private static final Set<String> PROTOCOL_PARAMS =
      Set.of("name", "uri", "ref", "cursor", "requestState", "progressToken", "requestId", "level");
  private static final Set<String> PROTOCOL_META = Set.of("progressToken");
  private static final String PROTOCOL_PREFIX = "io.modelcontextprotocol/";

  /**
   * A masked message.
   *
   * @param text with what was hidden replaced
   * @param counts how many places were, by detector or path
   */
  record Masked(Rewrite text, Map<String, Integer> counts) {}

  /** What an edit replaces. */
  private record Place(int start, int end) {}

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();

  private MessageMask() {}

  /** A request's or notification's params, masked. */
  static Masked params(MaskPlan plan, Message message, Rewrite text) {
    return message
        .object()
        .object("params")
        .map(params -> plan.isEmpty() ? untouched(text) : masked(plan, text, params, true))
        .orElseGet(() -> untouched(text));
  }

  /** A response's result or error, masked. */
  static Masked outcome(MaskPlan plan, Message.Response response, Rewrite text) {
    if (plan.isEmpty()) {
      return untouched(text);
    }
    return switch (response) {
      case Message.Result result -> masked(plan, text, result.result(), false);
      case Message.Failure failure -> masked(plan, text, failure.error(), false);
    };
  }

  private static Masked untouched(Rewrite text) {
    return new Masked(text, Map.of());
  }

  private static Masked masked(MaskPlan plan, Rewrite text, JsonNode root, boolean isParams) {
    MessageMask mask = new MessageMask();
    if (isParams && root instanceof ObjectNode params) {
      mask.params(params);
    } else {
      mask.collect(root, Path.root());
    }
    Masking masking = plan.apply(mask.leaves);
    Rewrite rewritten = text;
    for (Edit edit : masking.edits()) {
      Place place = mask.places.get(edit.leaf());
      rewritten =
          rewritten.replace(place.start(), place.end(), JsonStrings.quote(edit.replacement()));
    }
    return new Masked(rewritten, masking.counts());
  }

  private void params(ObjectNode params) {
    for (Member member : params.members()) {
      if (member.name().equals("_meta") && member.value() instanceof ObjectNode meta) {
        Path path = Path.root().key("_meta");
        meta.members().stream()
            .filter(entry -> !PROTOCOL_META.contains(entry.name()))
            .filter(entry -> !entry.name().startsWith(PROTOCOL_PREFIX))
            .forEach(entry -> member(entry, path));
      } else if (!PROTOCOL_PARAMS.contains(member.name())) {
        member(member, Path.root());
      }
    }
  }

  private void collect(JsonNode node, Path path) {
    switch (node) {
      case ObjectNode object -> object.members().forEach(member -> member(member, path));
      case ArrayNode array -> {
        for (int i = 0; i < array.elements().size(); i++) {
          collect(array.elements().get(i), path.index(i));
        }
      }
      case StringNode string -> scalar(string, new Leaf(path, Leaf.Kind.STRING, string.value()));
      case NumberNode number -> scalar(number, new Leaf(path, Leaf.Kind.NUMBER, number.token()));
      case LiteralNode literal -> {
        boolean isNull = literal.token().equals("null");
        Leaf.Kind kind = isNull ? Leaf.Kind.NULL : Leaf.Kind.BOOLEAN;
        scalar(literal, new Leaf(path, kind, literal.token()));
      }
    }
  }

  private void member(Member member, Path parent) {
    Path path = parent.key(member.name());
    leaves.add(new Leaf(path, Leaf.Kind.KEY, member.name()));
    places.add(new Place(member.keyStart(), member.keyEnd()));
    collect(member.value(), path);
  }

  private void scalar(JsonNode node, Leaf leaf) {
    leaves.add(leaf);
    places.add(new Place(node.start(), node.end()));
  }
}
