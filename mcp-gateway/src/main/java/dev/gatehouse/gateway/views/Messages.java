package dev.gatehouse.gateway.views;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.recordings.Part;
import dev.gatehouse.recordings.PartName;
import dev.gatehouse.recordings.StoredEntry;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** What recorded messages say: the arguments of a call, the text of a result. */
final class Messages {
  private Messages() {}

  /** The arguments of a call, or the parameters of another request, as JSON. */
  static String arguments(StoredEntry request) {
    Optional<Statement> message = Statement.of(request, PartName.MSG);
    Optional<Statement> params = message.flatMap(said -> said.object("params"));
    return params
        .flatMap(said -> said.object("arguments"))
        .or(() -> params)
        .map(Statement::spelled)
        .orElse("");
  }

  /** What the client was told: the text of a result, or its JSON, or the error. */
  static String result(StoredEntry response) {
    Optional<Statement> message = Statement.of(response, PartName.MSG);
    return message
        .flatMap(said -> said.object("result"))
        .map(Messages::text)
        .or(() -> message.flatMap(said -> said.object("error")).map(Statement::spelled))
        .orElseGet(() -> content(response));
  }

  private static String text(Statement result) {
    StringJoiner texts = new StringJoiner("\n");
    List<JsonNode> items =
        result.object().array("content").map(ArrayNode::elements).orElse(List.of());
    for (JsonNode item : items) {
      Optional<String> text =
          item instanceof ObjectNode object ? object.string("text") : Optional.empty();
      texts.add(text.orElseGet(() -> result.json().slice(item)));
    }
    return items.isEmpty()
        ? result.object("structuredContent").orElse(result).spelled()
        : texts.toString();
  }

  /** What an entry that is no message holds. */
  static String content(StoredEntry entry) {
    StringJoiner texts = new StringJoiner("\n");
    for (Part part : entry.parts()) {
      if (part.name() != PartName.ACTOR && part.name() != PartName.SEAL) {
        texts.add(part.content().toText());
      }
    }
    return texts.toString();
  }
}
