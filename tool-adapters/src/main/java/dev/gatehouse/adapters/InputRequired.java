package dev.gatehouse.adapters;

import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode.Member;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.JsonSyntaxException;
import dev.gatehouse.adapters.jsonrpc.JsonText;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.RequestId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A reply that says what an upstream must know from the client before it goes on. The client sends
 * its request again, with {@link InputResponses}.
 *
 * <p>Shape: {@code {"resultType":"input_required","inputRequests":{…},"requestState":"…"}}.
 *
 * <p>Source: MCP 2026-07-28 basic/patterns/mrtr. Immutable.
 *
 * @param requests by the keys that the upstream gave them, in its order: each the JSON of an object
 *     with {@code method} and {@code params}
 * @param state to be sent back as it is
 */
public record InputRequired(Map<String, String> requests, Optional<String> state) {
  /** The type of such a result. */
  public static final String RESULT_TYPE = "input_required";

  /** The methods whose requests may be answered in this way; no others may. */
  public static final Set<String> METHODS = Set.of("tools/call", "prompts/get", "resources/read");

  public InputRequired {
    requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
    if (requests.isEmpty() && state.isEmpty()) {
      throw new IllegalArgumentException("expected questions, a state or both");
    }
  }

  /** What a reply asks for; nothing where it is of another type, or lacks what this type has. */
  public static Optional<InputRequired> in(Message.Response response) {
    if (!(response instanceof Message.Result(JsonText json, RequestId _, ObjectNode result))
        || result.string("resultType").filter(RESULT_TYPE::equals).isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> requests = new LinkedHashMap<>();
    result
        .object("inputRequests")
        .ifPresent(
            object -> {
              for (Member member : object.members()) {
                requests.put(member.name(), json.slice(member.value()));
              }
            });
    Optional<String> state = result.string("requestState");
    return requests.isEmpty() && state.isEmpty()
        ? Optional.empty()
        : Optional.of(new InputRequired(requests, state));
  }

  /** The reply that says so. */
  public Message.Response response(RequestId id) {
    String asked =
        requests.entrySet().stream()
            .map(entry -> JsonStrings.quote(entry.getKey()) + ":" + entry.getValue())
            .collect(Collectors.joining(",", ",\"inputRequests\":{", "}"));
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id.json()
            + ",\"result\":{\"resultType\":\"input_required\""
            + (requests.isEmpty() ? "" : asked)
            + state.map(value -> ",\"requestState\":" + JsonStrings.quote(value)).orElse("")
            + "}}";
    try {
      // Its parts were within their limits when they were read.
      JsonLimits readBefore = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
      return (Message.Response) Message.of(JsonText.parse(text, readBefore));
    } catch (JsonRpcException | JsonSyntaxException e) {
      throw new IllegalStateException("made a reply that is no message", e);
    }
  }

  /** How many questions, and nothing of them. */
  @Override
  public String toString() {
    return "InputRequired[" + requests.size() + "]";
  }
}
