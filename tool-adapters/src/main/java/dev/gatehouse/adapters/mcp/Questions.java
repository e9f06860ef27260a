package dev.gatehouse.adapters.mcp;

import dev.gatehouse.adapters.InputRequired;
import dev.gatehouse.adapters.InputResponses;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.StringNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Requests by a legacy server that wait for a client's answers, as the modern form asks them. A key
 * is the text of the server's own id, which no two requests of one session share, so that neither
 * do the keys of two rounds.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/mrtr. Immutable.
 *
 * @param byKey in the order in which the server asked
 */
record Questions(Map<String, Message.Request> byKey) {
  Questions {
    byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
  }

  /** The questions of these requests. */
  static Questions of(List<Message.Request> requests) {
    Map<String, Message.Request> byKey = new LinkedHashMap<>();
    for (Message.Request request : requests) {
      String key = key(request);
      // `1` and `"1"` are two ids.
      while (!byKey.getOrDefault(key, request).id().equals(request.id())) {
        key = "id " + key;
      }
      byKey.put(key, request);
    }
    return new Questions(byKey);
  }

  /** Whether nothing is asked. */
  boolean isEmpty() {
    return byKey.isEmpty();
  }

  /** With these asked too. */
  Questions and(Questions more) {
    List<Message.Request> all = new ArrayList<>(byKey.values());
    all.addAll(more.byKey.values());
    return of(all);
  }

  /** Without the request of this id, which the server took back. */
  Questions without(RequestId id) {
    Map<String, Message.Request> left = new LinkedHashMap<>(byKey);
    left.values().removeIf(request -> request.id().equals(id));
    return new Questions(left);
  }

  /** What the client is asked; {@code state} brings its answers back here. */
  InputRequired asked(String state) {
    Map<String, String> requests = new LinkedHashMap<>();
    byKey.forEach((key, request) -> requests.put(key, bare(request)));
    return new InputRequired(requests, Optional.of(state));
  }

  /**
   * The messages that give these answers to the server, by the ids of what they answer; answers to
   * nothing are passed over.
   */
  Map<RequestId, String> given(InputResponses answers) {
    Map<RequestId, String> messages = new LinkedHashMap<>();
    byKey.forEach(
        (key, request) ->
            Optional.ofNullable(answers.responses().get(key))
                .ifPresent(json -> messages.put(request.id(), response(request.id(), json))));
    return messages;
  }

  /** The messages that tell the server that nobody answers. */
  List<String> refused() {
    JsonRpcError error = JsonRpcError.of(JsonRpcError.INTERNAL_ERROR, "the client did not answer");
    return byKey.values().stream().map(request -> error.response(request.id())).toList();
  }

  /** How many, and nothing of them. */
  @Override
  public String toString() {
    return "Questions[" + byKey.size() + "]";
  }

  private static String key(Message.Request request) {
    return request.object().member("id").orElseThrow() instanceof StringNode string
        ? string.value()
        : request.id().json();
  }

  /** The method and the params, as spelled. */
  private static String bare(Message.Request request) {
    return "{\"method\":"
        + JsonStrings.quote(request.method())
        + request.params().map(p -> ",\"params\":" + params(request, p)).orElse("")
        + "}";
  }

  /** Without a progress token, because in a reply nobody can report progress. */
  private static String params(Message.Request request, ObjectNode params) {
    String spelled = request.json().slice(params);
    Optional<ObjectNode> meta = params.object("_meta");
    if (meta.flatMap(object -> object.member(Meta.PROGRESS_TOKEN)).isEmpty()) {
      return spelled;
    }
    Rewrite all = Rewrite.of(request.json());
    Rewrite without =
        meta.get().members().size() == 1
            ? all.members(params, Set.of("_meta"), Map.of())
            : all.members(meta.get(), Set.of(Meta.PROGRESS_TOKEN), Map.of());
    String text = without.text();
    int behind = request.json().text().length() - params.end();
    return text.substring(params.start(), text.length() - behind);
  }

  private static String response(RequestId id, String json) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id.json()
        + error(json).map(error -> ",\"error\":" + error).orElseGet(() -> ",\"result\":" + json)
        + "}";
  }

  private static Optional<String> error(String json) {
    if (!json.contains(InputResponses.ERROR)) {
      return Optional.empty();
    }
    try {
      // It was within its limits when it was read first.
      JsonText text = JsonText.parse(json, new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE));
      return text.root() instanceof ObjectNode object && object.members().size() == 1
          ? object.object(InputResponses.ERROR).map(text::slice)
          : Optional.empty();
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a client's answer is no longer JSON", e);
    }
  }
}
