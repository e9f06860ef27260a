package dev.gatehouse.gateway;

import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.RequestMetadata;
import dev.gatehouse.adapters.Upstream;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.adapters.dial.DialRefusedException;
import dev.gatehouse.adapters.jsonrpc.JsonNode;
import dev.gatehouse.adapters.jsonrpc.JsonNode.ObjectNode;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.upstream.Dispatcher;
import dev.gatehouse.gateway.upstream.ToolPages;
import java.time.Duration;
import java.time.InstantSource;
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
    for (Dispatcher.Target target : Upstreams.of(configuration, InstantSource.system())) {
      try (Upstream upstream = target.upstream()) {
        answers.put(upstream.name(), answer(upstream));
      }
    }
    return answers;
  }

  private static Answer answer(Upstream upstream) throws InterruptedException {
    try {
      List<JsonNode> tools = ToolPages.of(upstream, CONVERSATION, Deadline.after(PATIENCE));
      return new Answer.Tools(tools.stream().flatMap(tool -> name(tool).stream()).toList());
    } catch (UpstreamException e) {
      // Why is for clients only that it is so; who asks here can change the configuration.
      return new Answer.Silent(
          e.getCause() instanceof DialRefusedException refused
              ? String.valueOf(refused.getMessage())
              : e.problem());
    }
  }

  private static Optional<String> name(JsonNode tool) {
    return tool instanceof ObjectNode object ? object.string("name") : Optional.empty();
  }
}
