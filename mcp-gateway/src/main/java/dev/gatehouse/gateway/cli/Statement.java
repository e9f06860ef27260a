package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A JSON object that the gateway wrote about a call: who, why, how it ended. Immutable. */
record Statement(JsonText json, ObjectNode object) {

  /** One part of an entry, where the entry has it and it is a JSON object. */
  static Optional<Statement> of(StoredEntry entry, PartName part) {
    return entry.part(part).map(Bytes::toText).flatMap(Statement::parse);
  }

  static Optional<Statement> parse(String text) {
    try {
      JsonText json = JsonText.parse(text, JsonLimits.STANDARD);
      return json.root() instanceof ObjectNode object
          ? Optional.of(new Statement(json, object))
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  Optional<String> text(String name) {
    return object.string(name);
  }

  Optional<Statement> object(String name) {
    return object.object(name).map(inner -> new Statement(json, inner));
  }

  Optional<Long> number(String name) {
    return object
        .member(name)
        .filter(node -> node instanceof NumberNode n && n.token().matches("[0-9]{1,18}"))
        .map(node -> Long.parseLong(json.slice(node)));
  }

  /** All members whose values are whole numbers, in their order. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Member member : object.members()) {
      number(member.name()).ifPresent(count -> counts.put(member.name(), count));
    }
    return counts;
  }
}
