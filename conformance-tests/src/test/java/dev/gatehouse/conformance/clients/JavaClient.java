package dev.gatehouse.conformance.clients;

import dev.gatehouse.conformance.clients.Outcome.Kind;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageRequest;
import io.modelcontextprotocol.spec.McpSchema.CreateMessageResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import io.modelcontextprotocol.spec.McpSchema.ElicitUrlRequest;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.Root;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The MCP Java SDK's client with a person before it, which plays the checks of the script that it
 * can. Confined to one thread but for what it hears.
 */
final class JavaClient implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(40);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<ProgressNotification> progress = new CopyOnWriteArrayList<>();
  private final AtomicInteger toolChanges = new AtomicInteger();
  private final AtomicInteger updates = new AtomicInteger();
  private volatile ElicitResult.Action action = ElicitResult.Action.ACCEPT;
  private final McpSyncClient client;

  private JavaClient(URI endpoint) {
    String server = endpoint.getScheme() + "://" + endpoint.getAuthority();
    client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(server)
                    .endpoint(endpoint.getPath())
                    .build())
            .requestTimeout(AT_MOST)
            .initializationTimeout(AT_MOST)
            .capabilities(
                ClientCapabilities.builder().roots(true).sampling().elicitation(true, true).build())
            .roots(Root.builder("file:///home/ada/project").name("project").build())
            .sampling(this::sample)
            .elicitation(this::fill)
            .urlElicitation(this::visit)
            .toolsChangeConsumer(_ -> toolChanges.incrementAndGet())
            .resourcesUpdateConsumer(_ -> updates.incrementAndGet())
            .progressConsumer(progress::add)
            .build();
  }

  /** Plays all at an endpoint. */
  static List<Outcome> play(URI endpoint) {
    List<Outcome> outcomes = new ArrayList<>();
    JavaChecks.CANNOT.forEach((check, why) -> outcomes.add(new Outcome(check, Kind.CANNOT, why)));
    try (JavaClient client = new JavaClient(endpoint)) {
      client.client.initialize();
      JavaChecks.CHECKS.forEach((name, check) -> outcomes.add(client.outcome(name, check)));
    }
    return outcomes;
  }

  McpSyncClient sdk() {
    return client;
  }

  /** What was asked during this check, in its order. */
  List<String> asked() {
    return asked;
  }

  /** What was reported during this check, in its order. */
  List<ProgressNotification> progress() {
    return progress;
  }

  AtomicInteger toolChanges() {
    return toolChanges;
  }

  AtomicInteger updates() {
    return updates;
  }

  /** How the next forms are answered. */
  void answerWith(ElicitResult.Action next) {
    action = next;
  }

  @Override
  public void close() {
    client.closeGracefully();
  }

  private Outcome outcome(String name, JavaChecks.Check check) {
    asked.clear();
    progress.clear();
    action = ElicitResult.Action.ACCEPT;
    try {
      check.on(this);
      return new Outcome(name, Kind.PASSED, "");
    } catch (Exception | AssertionError e) {
      return new Outcome(name, Kind.FAILED, String.valueOf(e));
    }
  }

  private CreateMessageResult sample(CreateMessageRequest request) {
    asked.add("sampling, at most " + request.maxTokens());
    return CreateMessageResult.builder(Role.ASSISTANT, "Paris", "made-up").build();
  }

  private ElicitResult visit(ElicitUrlRequest request) {
    asked.add(request.url());
    return ElicitResult.builder(ElicitResult.Action.ACCEPT).build();
  }

  private ElicitResult fill(ElicitFormRequest request) {
    asked.add(request.message());
    if (action != ElicitResult.Action.ACCEPT) {
      return ElicitResult.builder(action).build();
    }
    Map<String, Object> content = new HashMap<>();
    if (request.requestedSchema().get("properties") instanceof Map<?, ?> fields) {
      fields.forEach(
          (name, field) ->
              content.put(name.toString(), filled(name.toString(), (Map<?, ?>) field)));
    }
    return new ElicitResult(ElicitResult.Action.ACCEPT, content);
  }

  /** As the person of the script does: the default, or the last choices, or a word. */
  private static Object filled(String name, Map<?, ?> field) {
    Object given = field.get("default");
    if (given != null) {
      return given;
    }
    if (field.get("items") instanceof Map<?, ?> items) {
      List<?> all = choices(items);
      return all.subList(1, all.size());
    }
    List<?> all = choices(field);
    return all.isEmpty() ? (name.equals("name") ? "Ada" : "green") : all.getLast();
  }

  private static List<?> choices(Map<?, ?> field) {
    for (String key : List.of("enum", "oneOf", "anyOf")) {
      if (field.get(key) instanceof List<?> all) {
        return all.stream()
            .map(each -> each instanceof Map<?, ?> m ? m.get("const") : each)
            .toList();
      }
    }
    return List.of();
  }
}
