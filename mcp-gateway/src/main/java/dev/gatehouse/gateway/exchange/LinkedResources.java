package dev.gatehouse.gateway.exchange;

import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The resources that results of tools and prompts link to or hold, in no list perhaps. */
final class LinkedResources {
  private LinkedResources() {}

  /** Their addresses; none where the reply is of another kind. */
  static List<String> in(Message.Response reply) {
    List<String> uris = new ArrayList<>();
    if (reply instanceof Message.Result(_, _, ObjectNode result)) {
      result
          .array("content")
          .ifPresent(array -> array.elements().forEach(part -> collect(part, uris)));
      result
          .array("messages")
          .ifPresent(
              array ->
                  array
                      .elements()
                      .forEach(
                          message ->
                              object(message)
                                  .flatMap(members -> members.member("content"))
                                  .ifPresent(part -> collect(part, uris))));
    }
    return uris;
  }

  private static void collect(JsonNode part, List<String> uris) {
    Optional<ObjectNode> content = object(part);
    String type = content.flatMap(members -> members.string("type")).orElse("");
    Optional<ObjectNode> holder =
        switch (type) {
          case "resource_link" -> content;
          case "resource" -> content.flatMap(members -> members.object("resource"));
          default -> Optional.empty();
        };
    holder.flatMap(members -> members.string("uri")).ifPresent(uris::add);
  }

  private static Optional<ObjectNode> object(JsonNode node) {
    return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }
}
