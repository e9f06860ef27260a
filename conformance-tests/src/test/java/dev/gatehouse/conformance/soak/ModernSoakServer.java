package dev.gatehouse.conformance.soak;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server of the revision 2026-07-28: replies that require input, and streams of updates, which it
 * counts. Thread-safe.
 */
final class ModernSoakServer implements AutoCloseable {
  // Only by writing does it see that the other end has gone.
  private static final long ALIVE_EVERY_SECONDS = 2;
  private static final String ALIVE = ": alive\n\n";
  private static final String END = "";
  private static final String COMPLETE = ",\"resultType\":\"complete\"";
  private static final String UNCACHED = ",\"ttlMs\":0,\"cacheScope\":\"private\"";

  /** One who listens. */
  private record Listener(String id, Set<String> uris, BlockingQueue<String> updates) {}

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Ledger sent = new Ledger();
  private final WebServer http = SoakServer.start(routing -> routing.post("/mcp", this::post));

  URI uri() {
    return SoakServer.uri(http);
  }

  /** The updates sent, by the resource. */
  Ledger sent() {
    return sent;
  }

  int listeners() {
    return listeners.size();
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.updates().add(END));
    http.stop();
  }

  private void post(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    JsonObject message = SoakServer.read(request);
    if (!message.containsKey("id")) {
      SoakServer.accepted(response);
      return;
    }
    String id = message.get("id").toString();
    JsonObject params = message.getJsonObject("params");
    switch (message.getString("method")) {
      case "server/discover" ->
          SoakServer.json(
              response,
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"supportedVersions\":[\"2026-07-28\"],"
                      .formatted(id)
                  + "\"capabilities\":"
                  + SoakServer.CAPABILITIES
                  + ",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                  + "{\"name\":\"soak\",\"version\":\"1\"}}"
                  + COMPLETE
                  + UNCACHED
                  + "}}");
      case "tools/list" ->
          SoakServer.json(
              response,
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{%s}}"
                  .formatted(id, SoakServer.TOOLS + COMPLETE + UNCACHED));
      case "tools/call" -> call(id, params, response);
      case "subscriptions/listen" -> listen(id, params, response);
      default -> {
        response.status(Status.NOT_FOUND_404);
        SoakServer.json(
            response,
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"none\"}}"
                .formatted(id));
      }
    }
  }

  private void call(String id, JsonObject params, ServerResponse response) throws IOException {
    String words = params.getJsonObject("arguments").getString("words");
    switch (params.getString("name")) {
      case "touch" -> {
        touch(words);
        SoakServer.json(response, SoakServer.text(id, words, COMPLETE));
      }
      case "say" -> {
        try (OutputStream out = SoakServer.stream(response)) {
          SoakServer.progress(out, params, words);
          SoakServer.event(out, SoakServer.text(id, words, COMPLETE));
        }
      }
      default -> SoakServer.json(response, asked(id, params, words));
    }
  }

  private static String asked(String id, JsonObject params, String words) {
    if (params.containsKey("inputResponses")) {
      JsonObject given = params.getJsonObject("inputResponses").getJsonObject("question");
      boolean isOwn = params.getString("requestState").equals("state of " + words);
      String said = given.getJsonObject("content").getString("said");
      return SoakServer.text(id, isOwn ? said : "another's state", COMPLETE);
    }
    return """
    {"jsonrpc":"2.0","id":%s,"result":{"resultType":"input_required","requestState":"state of %s",\
    "inputRequests":{"question":{"method":"elicitation/create","params":{"mode":"form",\
    "message":"%s","requestedSchema":{"type":"object","properties":{"said":\
    {"type":"string"}}}}}}}}\
    """
        .formatted(id, words, words);
  }

  private void touch(String words) {
    String uri = "soak://" + words.split(" ")[0];
    for (Listener listener : listeners) {
      if (listener.uris().contains(uri)) {
        sent.add(uri);
        listener
            .updates()
            .add(
                """
                data: {"jsonrpc":"2.0","method":"notifications/resources/updated","params":\
                {"uri":"%s","_meta":{"io.modelcontextprotocol/subscriptionId":%s}}}

                """
                    .formatted(uri, listener.id()));
      }
    }
  }

  private void listen(String id, JsonObject params, ServerResponse response)
      throws IOException, InterruptedException {
    JsonObject filter = params.getJsonObject("notifications");
    List<String> uris =
        filter.containsKey("resourceSubscriptions")
            ? filter.getJsonArray("resourceSubscriptions").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList()
            : List.of();
    Listener listener = new Listener(id, Set.copyOf(uris), new LinkedBlockingQueue<>());
    try (OutputStream out = SoakServer.stream(response)) {
      listeners.add(listener);
      SoakServer.event(
          out,
          """
          {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{\
          "_meta":{"io.modelcontextprotocol/subscriptionId":%s},"notifications":%s}}\
          """
              .formatted(id, filter));
      while (true) {
        String next = listener.updates().poll(ALIVE_EVERY_SECONDS, TimeUnit.SECONDS);
        if (END.equals(next)) {
          return;
        }
        out.write((next == null ? ALIVE : next).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        out.flush();
      }
    } finally {
      listeners.remove(listener);
    }
  }
}
