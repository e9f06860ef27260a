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
import dev.gatehouse.policies.mask.Cuts;
import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The scalars and names of one message, each with its place in the text. Used once, on one thread.
 */
final class MessageLeaves {
  /** What an edit replaces. */
  private record Place(int start, int end, boolean isProtocol) {}

  /** Where a member or element stands among those of its object or array. */
  private record Child(int container, int position) {}

  /** The members of params that hold what is said. */
  private static final Set<String> STREAMED = Set.of("message", "data");

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();

  /** By the path itself: those of one message share their steps. */
  private final IdentityHashMap<Path, Child> children = new IdentityHashMap<>();

  private final List<List<Cuts.Span>> containers = new ArrayList<>();
  private final IdentityHashMap<Path, Boolean> fixed = new IdentityHashMap<>();
  private boolean inProtocol;

  /** All of it so far, in the order of the text. */
  List<Leaf> list() {
    return leaves;
  }

  /** The text that a reader reads as going on from one notification to the next. */
  OptionalInt streamed() {
    for (int i = leaves.size() - 1; i >= 0; i--) {
      Leaf leaf = leaves.get(i);
      boolean isText = leaf.kind() == Leaf.Kind.STRING && !places.get(i).isProtocol();
      Path top = leaf.path();
      while (top.parent().isPresent() && top.parent().get().parent().isPresent()) {
        top = top.parent().get();
      }
      if (isText && top.key().filter(STREAMED::contains).isPresent()) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Whether this is a member or an element, and the protocol needs nothing in it. */
  boolean mayLack(Path path) {
    return children.containsKey(path) && !holdsProtocol(path);
  }

  /** Whether the protocol needs something at or below this path as it came. */
  boolean holdsProtocol(Path path) {
    return fixed.containsKey(path);
  }

  /** Those of a request or a notification: paths count from its params. */
  static MessageLeaves ofCall(Message message) {
    MessageLeaves leaves = new MessageLeaves();
    String method = message.object().string("method").orElse("");
    for (Member member : message.object().members()) {
      switch (member.name()) {
        case "jsonrpc" -> {}
        case "id", "method" -> leaves.needed(member, Path.root().key(member.name()));
        case "params" -> leaves.params(method, member.value());
        default -> leaves.free(member, Path.root().key(member.name()));
      }
    }
    return leaves;
  }

  /** Those of a response, but for its id: paths count from its result or error. */
  static MessageLeaves ofResponse(Message.Response response) {
    MessageLeaves leaves = new MessageLeaves();
    for (Member member : response.object().members()) {
      switch (member.name()) {
        case "jsonrpc", "id" -> {}
        case "result" -> leaves.result(member.value());
        case "error" -> leaves.collect(member.value(), Path.root());
        default -> leaves.free(member, Path.root().key(member.name()));
      }
    }
    return leaves;
  }

  private void object(ObjectNode object, Path path, ProtocolMembers.Rule rule) {
    int container = containers.size();
    List<Cuts.Span> spans = new ArrayList<>();
    containers.add(spans);
    for (Member member : object.members()) {
      Path at = path.key(member.name());
      children.put(at, new Child(container, spans.size()));
      spans.add(new Cuts.Span(member.keyStart(), member.value().end()));
      switch (rule.of(member)) {
        case NEEDED -> needed(member, at);
        case FREE -> free(member, at);
        case PARTLY -> {
          if (member.value() instanceof ObjectNode meta) {
            object(meta, at, ProtocolMembers::inMeta);
          }
        }
      }
    }
  }

  private void params(String method, JsonNode value) {
    if (value instanceof ObjectNode params) {
      object(params, Path.root(), param -> ProtocolMembers.inParams(method, param));
    } else {
      collect(value, Path.root());
    }
  }

  private void result(JsonNode value) {
    if (value instanceof ObjectNode result) {
      object(result, Path.root(), ProtocolMembers::inResult);
    } else {
      collect(value, Path.root());
    }
  }

  private void needed(Member member, Path path) {
    inProtocol = true;
    collect(member.value(), path);
    inProtocol = false;
  }

  private void free(Member member, Path path) {
    leaves.add(new Leaf(path, Leaf.Kind.KEY, member.name()));
    places.add(new Place(member.keyStart(), member.keyEnd(), inProtocol));
    collect(member.value(), path);
  }

  /** A value and all below it. */
  private void collect(JsonNode node, Path path) {
    switch (node) {
      case ObjectNode object -> object(object, path, _ -> ProtocolMembers.Need.FREE);
      case ArrayNode array -> {
        int container = containers.size();
        List<Cuts.Span> spans = new ArrayList<>();
        containers.add(spans);
        for (JsonNode element : array.elements()) {
          Path at = path.index(spans.size());
          children.put(at, new Child(container, spans.size()));
          spans.add(new Cuts.Span(element.start(), element.end()));
          collect(element, at);
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

  /** The text with these edits; with those of what the protocol needs only where asked. */
  Rewrite edited(Rewrite text, List<Edit> edits, boolean withProtocol) {
    Rewrite edited = text;
    Map<Integer, BitSet> removed = new HashMap<>();
    for (Edit edit : edits) {
      Place place = places.get(edit.leaf());
      if (place.isProtocol() && !withProtocol) {
        continue;
      }
      switch (edit) {
        case Edit.Drop(_, Path at, _) -> {
          Child child = children.get(at);
          if (child == null) {
            throw new IllegalStateException("asked to take out what is not there");
          }
          removed.computeIfAbsent(child.container(), _ -> new BitSet()).set(child.position());
        }
        case Edit.Text(_, String replacement, _) ->
            edited = edited.replace(place.start(), place.end(), JsonStrings.quote(replacement));
        case Edit.Json(_, String json, _) ->
            edited = edited.replace(place.start(), place.end(), json);
      }
    }
    for (Map.Entry<Integer, BitSet> entry : removed.entrySet()) {
      for (Cuts.Span cut : Cuts.of(containers.get(entry.getKey()), entry.getValue())) {
        edited = edited.replace(cut.start(), cut.end(), "");
      }
    }
    return edited;
  }

  private void scalar(JsonNode node, Leaf leaf) {
    leaves.add(leaf);
    places.add(new Place(node.start(), node.end(), inProtocol));
    if (inProtocol) {
      // What holds it cannot be taken out either.
      for (Path at = leaf.path(); at.parent().isPresent(); at = at.parent().get()) {
        fixed.put(at, true);
      }
    }
  }
}
