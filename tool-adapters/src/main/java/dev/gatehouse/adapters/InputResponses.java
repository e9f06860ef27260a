package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a request brings that was {@linkplain InputRequired asked for} by the reply to the one
 * before it: members of its params.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/mrtr. Immutable.
 *
 * @param responses by the keys of the questions: each the JSON of a result
 * @param state of the reply, unchanged
 */
public record InputResponses(Map<String, String> responses, Optional<String> state) {
  /** The member of params that holds the responses. */
  public static final String RESPONSES = "inputResponses";

  /**
   * The only member of a response that stands for an error: the client answered a question with the
   * JSON-RPC error that is its value. Modern upstreams have no word for it and never see it.
   */
  public static final String ERROR = "dev.gatehouse/error";

  /** The member of params that holds the state. */
  public static final String STATE = "requestState";

  public InputResponses {
    responses = Collections.unmodifiableMap(new LinkedHashMap<>(responses));
  }

  /** What a request brings; nothing where it has neither member. */
  public static Optional<InputResponses> in(Message.Request request) {
    Map<String, String> responses = new LinkedHashMap<>();
    Optional<ObjectNode> brought = request.params().flatMap(params -> params.object(RESPONSES));
    for (Member member : brought.map(ObjectNode::members).orElse(List.of())) {
      responses.put(member.name(), request.json().slice(member.value()));
    }
    Optional<String> state = request.params().flatMap(params -> params.string(STATE));
    return brought.isEmpty() && state.isEmpty()
        ? Optional.empty()
        : Optional.of(new InputResponses(responses, state));
  }

  /** The members of params that bring it, as JSON. */
  public Map<String, String> members() {
    Map<String, String> members = new LinkedHashMap<>();
    if (!responses.isEmpty()) {
      members.put(
          RESPONSES,
          responses.entrySet().stream()
              .map(entry -> JsonStrings.quote(entry.getKey()) + ":" + entry.getValue())
              .collect(Collectors.joining(",", "{", "}")));
    }
    state.ifPresent(value -> members.put(STATE, JsonStrings.quote(value)));
    return members;
  }

  /** How many answers, and nothing of them. */
  @Override
  public String toString() {
    return "InputResponses[" + responses.size() + "]";
  }
}
