package dev.gatehouse.gateway.views;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.NumberNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.recordings.Bytes;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A JSON object that the gateway wrote about a call: who, why, how it ended. Immutable. */
public record Statement(JsonText json, ObjectNode object) {

  /** One part of an entry, where the entry has it and it is a JSON object. */
  public static Optional<Statement> of(StoredEntry entry, PartName part) {
    return entry.part(part).map(Bytes::toText).flatMap(Statement::parse);
  }

  public static Optional<Statement> parse(String text) {
    try {
      JsonText json = JsonText.parse(text, JsonLimits.STANDARD);
      return json.root() instanceof ObjectNode object
          ? Optional.of(new Statement(json, object))
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  public Optional<String> text(String name) {
    return object.string(name);
  }

  public Optional<Statement> object(String name) {
    return object.object(name).map(inner -> new Statement(json, inner));
  }

  public Optional<Long> number(String name) {
    return object
        .member(name)
        .filter(node -> node instanceof NumberNode n && n.token().matches("[0-9]{1,18}"))
        .map(node -> Long.parseLong(json.slice(node)));
  }

  /** All members whose values are whole numbers, in their order. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Member member : object.members()) {
      number(member.name()).ifPresent(count -> counts.put(member.name(), count));
    }
    return counts;
  }

  /** The object as it was written. */
  public String spelled() {
    return json.slice(object);
  }

  /** What rules that only observe would have done, each as {@code rule `x` would have …}. */
  public List<String> observed() {
    List<String> observed = new ArrayList<>();
    for (JsonNode node : object.array("reasons").map(ArrayNode::elements).orElse(List.of())) {
      if (node instanceof ObjectNode reason
          && reason.string("verb").filter("observe"::equals).isPresent()) {
        observed.add(
            "rule `"
                + reason.string("rule").orElse("")
                + "` "
                + reason.string("because").orElse(""));
      }
    }
    return observed;
  }

  /** The rules that counted, each with its verb and reason; without any the one that decided. */
  public String rules() {
    StringJoiner rules = new StringJoiner("; ");
    for (JsonNode node : object.array("reasons").map(ArrayNode::elements).orElse(List.of())) {
      if (node instanceof ObjectNode reason) {
        StringJoiner words = new StringJoiner(" ");
        reason.string("rule").ifPresent(words::add);
        reason.string("verb").ifPresent(verb -> words.add("(" + verb + ")"));
        reason
            .string("because")
            .filter(because -> !because.isEmpty())
            .ifPresent(because -> words.add("because " + because));
        rules.add(words.toString());
      }
    }
    return rules.length() > 0 ? rules.toString() : text("rule").orElse("");
  }
}
