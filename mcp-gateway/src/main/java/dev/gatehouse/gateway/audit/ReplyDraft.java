package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A reply that is not recorded yet, and so may not be sent.
 *
 * @param text masked
 * @param message the object that {@code text} rewrites
 * @param id the client's, as JSON
 * @param result where it is a result and an object
 * @param removed members of the result that the client's era does not have
 * @param added members of the result that the client's era asks for, as JSON
 * @param outcome one word for the record: {@code ok}, {@code tool-error}, {@code error}, …
 * @param status of HTTP
 * @param openedSession the session that begins with it; empty where none does
 */
public record ReplyDraft(
    Rewrite text,
    ObjectNode message,
    String id,
    Optional<ObjectNode> result,
    Set<String> removed,
    Map<String, String> added,
    String outcome,
    int status,
    String openedSession) {

  /** A reply that is sent with status 200 and begins no session. */
  public static ReplyDraft of(Message.Response message, Rewrite text, String id, String outcome) {
    Optional<ObjectNode> result =
        message instanceof Message.Result r && r.result() instanceof ObjectNode object
            ? Optional.of(object)
            : Optional.empty();
    return new ReplyDraft(text, message.object(), id, result, Set.of(), Map.of(), outcome, 200, "");
  }

  /** With members of its result taken off and put on. */
  public ReplyDraft withMembers(Set<String> taken, Map<String, String> put) {
    return new ReplyDraft(text, message, id, result, taken, put, outcome, status, openedSession);
  }

  /** With another word for how it ended. */
  public ReplyDraft withOutcome(String word) {
    return new ReplyDraft(text, message, id, result, removed, added, word, status, openedSession);
  }

  /** With another status of HTTP. */
  public ReplyDraft withStatus(int other) {
    return new ReplyDraft(text, message, id, result, removed, added, outcome, other, openedSession);
  }

  /** Beginning a session. */
  public ReplyDraft opening(String session) {
    return new ReplyDraft(text, message, id, result, removed, added, outcome, status, session);
  }

  /**
   * The message, with this id, and with these members put into the result's {@code _meta}. An error
   * has no place for them.
   */
  String render(String shownId, Map<String, String> meta) {
    Rewrite identified =
        message
            .member("id")
            .map(node -> text.replace(node, shownId))
            .orElseGet(() -> text.members(message, Set.of(), Map.of("id", shownId)));
    if (result.isEmpty()) {
      return identified.text();
    }
    Optional<ObjectNode> present = result.get().object("_meta");
    if (present.isPresent()) {
      return identified
          .members(result.get(), removed, added)
          .members(present.get(), meta.keySet(), meta)
          .text();
    }
    Map<String, String> members = new LinkedHashMap<>(added);
    if (!meta.isEmpty()) {
      members.put("_meta", object(meta));
    }
    return identified.members(result.get(), removed, members).text();
  }

  private static String object(Map<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) ->
            json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
    return json.append('}').toString();
  }
}
