package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.LiteralNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.audit.Stored;
import dev.gatehouse.policies.mask.Edit;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masking;
import dev.gatehouse.policies.mask.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies a mask of the policies to a message: shows it every scalar and every name of a member,
 * and puts what it answers into the text.
 *
 * <p>What {@linkplain ProtocolMembers the protocol needs} goes on as it is, and is stored masked
 * all the same.
 */
final class MessageMask {
  /**
   * A masked message.
   *
   * @param sent what may be sent on
   * @param stored what may be stored: as sent, and with what the protocol needs masked too
   * @param original as it was received, where this hid something and policy wants it sealed
   * @param counts how much was hidden, by detector or path
   */
  record Masked(
      Rewrite sent, Rewrite stored, Optional<String> original, Map<String, Integer> counts) {

    static Masked unchanged(Rewrite text) {
      return new Masked(text, text, Optional.empty(), Map.of());
    }

    /** What is recorded of it. */
    Stored kept() {
      return new Stored(stored.text(), original);
    }
  }

  /** What an edit replaces. */
  private record Place(int start, int end, boolean isProtocol) {}

  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private boolean inProtocol;

  private MessageMask() {}

  /** A request or a notification, masked. */
  static Masked call(MaskPlan plan, Message message) {
    Rewrite text = Rewrite.of(message.json());
    if (plan.isEmpty()) {
      return Masked.unchanged(text);
    }
    MessageMask mask = new MessageMask();
    String method = message.object().string("method").orElse("");
    for (Member member : message.object().members()) {
      switch (member.name()) {
        case "jsonrpc" -> {}
        case "id", "method" -> mask.protocol(member, Path.root());
        case "params" -> mask.params(method, member.value());
        default -> mask.member(member, Path.root());
      }
    }
    return mask.apply(plan, text, message.json());
  }

  /** A response, whose id is left alone, masked. */
  static Masked response(MaskPlan plan, Message.Response response) {
    Rewrite text = Rewrite.of(response.json());
    if (plan.isEmpty()) {
      return Masked.unchanged(text);
    }
    MessageMask mask = new MessageMask();
    for (Member member : response.object().members()) {
      switch (member.name()) {
        case "jsonrpc", "id" -> {}
        case "result", "error" -> mask.collect(member.value(), Path.root());
        default -> mask.member(member, Path.root());
      }
    }
    return mask.apply(plan, text, response.json());
  }

  private Masked apply(MaskPlan plan, Rewrite text, JsonText received) {
    Masking masking = plan.apply(leaves);
    Rewrite sent = text;
    Rewrite stored = text;
    for (Edit edit : masking.edits()) {
      Place place = places.get(edit.leaf());
      String replacement = JsonStrings.quote(edit.replacement());
      stored = stored.replace(place.start(), place.end(), replacement);
      if (!place.isProtocol()) {
        sent = sent.replace(place.start(), place.end(), replacement);
      }
    }
    boolean isSealed = plan.seals() && stored.isChanged();
    Optional<String> original = isSealed ? Optional.of(received.text()) : Optional.empty();
    return new Masked(sent, stored, original, masking.counts());
  }

  private void params(String method, JsonNode value) {
    if (!(value instanceof ObjectNode params)) {
      collect(value, Path.root());
      return;
    }
    for (Member param : params.members()) {
      if (param.name().equals("_meta") && param.value() instanceof ObjectNode meta) {
        meta(meta, Path.root().key("_meta"));
      } else if (ProtocolMembers.inParams(method, param)) {
        protocol(param, Path.root());
      } else {
        member(param, Path.root());
      }
    }
  }

  private void meta(ObjectNode meta, Path path) {
    for (Member entry : meta.members()) {
      if (ProtocolMembers.inMeta(entry)) {
        protocol(entry, path);
      } else {
        member(entry, path);
      }
    }
  }

  private void protocol(Member member, Path parent) {
    inProtocol = true;
    collect(member.value(), parent.key(member.name()));
    inProtocol = false;
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
    places.add(new Place(member.keyStart(), member.keyEnd(), inProtocol));
    collect(member.value(), path);
  }

  private void scalar(JsonNode node, Leaf leaf) {
    leaves.add(leaf);
    places.add(new Place(node.start(), node.end(), inProtocol));
  }
}
