package dev.gatehouse.gateway.audit;

import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A reply that is not recorded yet, and so may not be sent.
 *
 * @param sent what is to be sent, masked
 * @param stored what is to be stored: the same, or masked further
 * @param original what came from upstream, where policy wants it sealed
 * @param message the object that both rewrite
 * @param id the client's, as JSON
 * @param removed members of the result that the client's era does not have
 * @param added members of the result that the client's era asks for, as JSON
 * @param outcome one word for the record: {@code ok}, {@code tool-error}, {@code error}, …
 * @param status of HTTP
 * @param openedSession the session that begins with it; empty where none does
 * @param challenge what the client should bring next time, as {@code WWW-Authenticate}; empty where
 *     that is nothing
 */
public record ReplyDraft(
    Rewrite sent,
    Rewrite stored,
    Optional<String> original,
    ObjectNode message,
    String id,
    Set<String> removed,
    Map<String, String> added,
    String outcome,
    int status,
    String openedSession,
    String challenge) {

  /** A reply that is sent with status 200 and begins no session. */
  public static ReplyDraft of(
      Message.Response message, Rewrite sent, Rewrite stored, String id, String outcome) {
    return new ReplyDraft(
        sent,
        stored,
        Optional.empty(),
        message.object(),
        id,
        Set.of(),
        Map.of(),
        outcome,
        200,
        "",
        "");
  }

  /** With the original to seal. */
  public ReplyDraft withOriginal(String received) {
    return new ReplyDraft(
        sent,
        stored,
        Optional.of(received),
        message,
        id,
        removed,
        added,
        outcome,
        status,
        openedSession,
        challenge);
  }

  /** With other texts of the same message. */
  public ReplyDraft withText(Rewrite toSend, Rewrite toStore) {
    return new ReplyDraft(
        toSend,
        toStore,
        original,
        message,
        id,
        removed,
        added,
        outcome,
        status,
        openedSession,
        challenge);
  }

  /** With members of its result taken off and put on. */
  public ReplyDraft withMembers(Set<String> taken, Map<String, String> put) {
    return new ReplyDraft(
        sent, stored, original, message, id, taken, put, outcome, status, openedSession, challenge);
  }

  /** With another word for how it ended. */
  public ReplyDraft withOutcome(String word) {
    return new ReplyDraft(
        sent,
        stored,
        original,
        message,
        id,
        removed,
        added,
        word,
        status,
        openedSession,
        challenge);
  }

  /** With another status of HTTP. */
  public ReplyDraft withStatus(int other) {
    return new ReplyDraft(
        sent,
        stored,
        original,
        message,
        id,
        removed,
        added,
        outcome,
        other,
        openedSession,
        challenge);
  }

  /** Beginning a session. */
  public ReplyDraft opening(String session) {
    return new ReplyDraft(
        sent, stored, original, message, id, removed, added, outcome, status, session, challenge);
  }

  /** Saying what the client should bring next time. */
  public ReplyDraft challenging(String wanted) {
    return new ReplyDraft(
        sent,
        stored,
        original,
        message,
        id,
        removed,
        added,
        outcome,
        status,
        openedSession,
        wanted);
  }

  /** The message as it is stored. */
  String stored(String shownId, Map<String, String> meta) {
    return render(stored, shownId, meta);
  }

  /** The message as it is sent. */
  String sent(Map<String, String> meta) {
    return render(sent, id, meta);
  }

  /**
   * With an id, and with these members in the result's {@code _meta}, which an error has not, nor a
   * result without content in an era that asks for no member: it acknowledges, and stays empty.
   */
  private String render(Rewrite text, String shownId, Map<String, String> meta) {
    Rewrite identified =
        message
            .member("id")
            .map(node -> text.replace(node, shownId))
            .orElseGet(() -> text.members(message, Set.of(), Map.of("id", shownId)));
    return message
        .object("result")
        .map(result -> withMembers(identified, result, meta))
        .orElse(identified)
        .text();
  }

  private Rewrite withMembers(Rewrite text, ObjectNode result, Map<String, String> meta) {
    if (added.isEmpty() && result.members().isEmpty()) {
      return text;
    }
    Optional<ObjectNode> present = result.object("_meta");
    Map<String, String> members = new LinkedHashMap<>(added);
    if (present.isEmpty() && !meta.isEmpty()) {
      members.put("_meta", object(meta));
    }
    // What is put on replaces what is there: no name may stand twice.
    Set<String> taken = new HashSet<>(removed);
    taken.addAll(members.keySet());
    Rewrite shaped = text.members(result, taken, members);
    return present.map(object -> shaped.members(object, meta.keySet(), meta)).orElse(shaped);
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
