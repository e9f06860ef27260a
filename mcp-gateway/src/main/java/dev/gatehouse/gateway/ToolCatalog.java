package dev.gatehouse.gateway;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.Era;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamCall;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.jsonrpc.JsonLimits;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.adapters.jsonrpc.JsonRpcException;
import dev.gatehouse.adapters.jsonrpc.JsonStrings;
import dev.gatehouse.adapters.jsonrpc.Message;
import dev.gatehouse.adapters.jsonrpc.Rewrite;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.upstream.Dispatcher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tools the upstreams of a configuration have, asked of them without a gateway: for who
 * writes policies. No client's call, so that it needs no record.
 */
public final class ToolCatalog {
  /** An upstream that takes longer is taken for one that is down. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** More is not fetched of a list that never ends. */
  private static final int PAGES_MAX = 100;

  private static final Conversation CONVERSATION =
      new Conversation(
          "check", new RequestMetadata("2025-11-25", Optional.empty(), "{}", Optional.empty()));

  private ToolCatalog() {}

  /** What one upstream answers. */
  public sealed interface Answer {
    /** All its tools, by its own names. */
    record Tools(List<String> names) implements Answer {
      public Tools {
        names = List.copyOf(names);
      }
    }

    /** Nothing that can be used. */
    record Silent(String problem) implements Answer {}
  }

  /**
   * The answer of each upstream, in the order of the configuration. Starts those that are child
   * processes.
   */
  public static Map<String, Answer> of(Configuration configuration) throws InterruptedException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (Dispatcher.Target target : Upstreams.of(configuration)) {
      try (Upstream upstream = target.upstream()) {
        answers.put(upstream.name(), answer(upstream));
      }
    }
    return answers;
  }

  private static Answer answer(Upstream upstream) throws InterruptedException {
    Deadline deadline = Deadline.after(PATIENCE);
    List<String> names = new ArrayList<>();
    String params = "{}";
    try {
      for (int page = 0; page < PAGES_MAX; page++) {
        Message.Response response = upstream.call(call(params), deadline).message();
        if (!(response instanceof Message.Result(_, _, ObjectNode result))) {
          return new Answer.Silent("upstream `" + upstream.name() + "` gives no list of tools");
        }
        result
            .array("tools")
            .ifPresent(tools -> tools.elements().forEach(tool -> name(tool).ifPresent(names::add)));
        Optional<String> cursor = result.string("nextCursor").filter(text -> !text.isEmpty());
        if (cursor.isEmpty()) {
          return new Answer.Tools(names);
        }
        params = "{\"cursor\":" + JsonStrings.quote(cursor.get()) + "}";
      }
      return new Answer.Silent("the list of tools of `" + upstream.name() + "` does not end");
    } catch (UpstreamException e) {
      return new Answer.Silent(e.problem());
    }
  }

  private static Optional<String> name(JsonNode tool) {
    return tool instanceof ObjectNode object ? object.string("name") : Optional.empty();
  }

  private static UpstreamCall call(String params) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":" + params + "}";
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Message.Request request = (Message.Request) Message.read(bytes, JsonLimits.STANDARD);
      return new UpstreamCall(
          request, Rewrite.of(request.json()), "", Era.LEGACY, CONVERSATION, _ -> {});
    } catch (JsonRpcException e) {
      throw new IllegalArgumentException("a request of our own is not JSON-RPC", e);
    }
  }
}
