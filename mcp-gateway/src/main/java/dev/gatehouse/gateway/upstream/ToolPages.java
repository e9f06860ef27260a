package dev.gatehouse.gateway.upstream;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ArrayNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcError;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All tools of an upstream, asked by the gateway itself: no client's call, so that it needs no
 * record.
 */
public final class ToolPages {
  /** More is not fetched of a list that never ends. */
  private static final int PAGES_MAX = 100;

  private ToolPages() {}

  /**
   * The definitions as the upstream gives them, in its order. One that does not know the method has
   * none.
   *
   * @throws UpstreamException where it gives no list, or one that does not end
   * @throws InterruptedException when cancelled
   */
  public static List<JsonNode> of(Upstream upstream, Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    List<JsonNode> tools = new ArrayList<>();
    String params = "{}";
    for (int page = 0; page < PAGES_MAX; page++) {
      Message.Response response = upstream.call(call(params, conversation), deadline).message();
      if (page == 0 && isUnknownMethod(response)) {
        return List.of();
      }
      if (!(response instanceof Message.Result(_, _, ObjectNode result))) {
        throw unintelligible("upstream `" + upstream.name() + "` gives no list of tools");
      }
      tools.addAll(result.array("tools").map(ArrayNode::elements).orElse(List.of()));
      Optional<String> cursor = result.string("nextCursor").filter(text -> !text.isEmpty());
      if (cursor.isEmpty()) {
        return tools;
      }
      params = "{\"cursor\":" + JsonStrings.quote(cursor.get()) + "}";
    }
    throw unintelligible("the list of tools of `" + upstream.name() + "` does not end");
  }

  private static boolean isUnknownMethod(Message.Response response) {
    return response instanceof Message.Failure failure
        && failure
            .error()
            .member("code")
            .map(failure.json()::slice)
            .equals(Optional.of(Integer.toString(JsonRpcError.METHOD_NOT_FOUND)));
  }

  private static UpstreamException unintelligible(String problem) {
    return new UpstreamException(UpstreamException.Kind.UNINTELLIGIBLE, problem);
  }

  private static UpstreamCall call(String params, Conversation conversation) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":" + params + "}";
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Message.Request request = (Message.Request) Message.read(bytes, JsonLimits.STANDARD);
      return new UpstreamCall(
          request, Rewrite.of(request.json()), "", Era.LEGACY, conversation, _ -> {});
    } catch (JsonRpcException e) {
      throw new IllegalArgumentException("a request of our own is not JSON-RPC", e);
    }
  }
}
