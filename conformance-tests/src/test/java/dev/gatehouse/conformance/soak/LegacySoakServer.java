package dev.gatehouse.conformance.soak;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server of the revision 2025-11-25: sessions, questions in mid-call, updates on the session's
 * stream. It counts the updates that it sends. Thread-safe.
 */
final class LegacySoakServer implements AutoCloseable {
  private static final long ANSWERED_WITHIN_SECONDS = 30;
  private static final String END = "";

  /** One session: what it subscribed to, and what waits for its stream. */
  private record Open(Set<String> subscribed, BlockingQueue<String> updates) {}

  private final Map<String, Open> sessions = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<JsonObject>> asked = new ConcurrentHashMap<>();
  private final AtomicLong questions = new AtomicLong();
  private final Ledger sent = new Ledger();
  private final WebServer http =
      SoakServer.start(
          routing ->
              routing
                  .post("/mcp", this::post)
                  .get("/mcp", this::listen)
                  .delete("/mcp", this::delete));

  URI uri() {
    return SoakServer.uri(http);
  }

  /** The updates sent, by the resource. */
  Ledger sent() {
    return sent;
  }

  int sessions() {
    return sessions.size();
  }

  /** The questions that nobody has answered yet. */
  int open() {
    return asked.size();
  }

  @Override
  public void close() {
    sessions.values().forEach(session -> session.updates().add(END));
    http.stop();
  }

  private static String session(ServerRequest request) {
    return request.headers().first(HeaderNames.create("Mcp-Session-Id")).orElse("");
  }

  private void post(ServerRequest request, ServerResponse response) throws Exception {
    JsonObject message = SoakServer.read(request);
    if (!message.containsKey("method")) {
      BlockingQueue<JsonObject> waiting = asked.get(message.getString("id"));
      if (waiting != null) {
        waiting.add(message);
      }
      SoakServer.accepted(response);
    } else if (!message.containsKey("id")) {
      SoakServer.accepted(response);
    } else if (message.getString("method").equals("initialize")) {
      initialize(message, response);
    } else {
      Open session = sessions.get(session(request));
      if (session == null) {
        response.status(Status.NOT_FOUND_404).send();
      } else {
        answer(message, session, response);
      }
    }
  }

  private void initialize(JsonObject message, ServerResponse response) {
    String id = UUID.randomUUID().toString();
    sessions.put(id, new Open(ConcurrentHashMap.newKeySet(), new LinkedBlockingQueue<>()));
    response.header(HeaderNames.create("Mcp-Session-Id"), id);
    SoakServer.json(
        response,
        """
        {"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":%s,\
        "serverInfo":{"name":"soak","version":"1"}}}\
        """
            .formatted(message.get("id"), SoakServer.CAPABILITIES));
  }

  private void answer(JsonObject message, Open session, ServerResponse response) throws Exception {
    String id = String.valueOf(message.get("id"));
    switch (message.getString("method")) {
      case "tools/call" -> call(id, message.getJsonObject("params"), response);
      case "tools/list" ->
          SoakServer.json(
              response,
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{%s}}".formatted(id, SoakServer.TOOLS));
      case "resources/subscribe" -> {
        session.subscribed().add(message.getJsonObject("params").getString("uri"));
        empty(id, response);
      }
      case "resources/unsubscribe" -> {
        session.subscribed().remove(message.getJsonObject("params").getString("uri"));
        empty(id, response);
      }
      case "ping" -> empty(id, response);
      default ->
          SoakServer.json(
              response,
              "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":-32601,\"message\":\"none\"}}"
                  .formatted(id));
    }
  }

  private static void empty(String id, ServerResponse response) {
    SoakServer.json(response, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}".formatted(id));
  }

  private void call(String id, JsonObject params, ServerResponse response) throws Exception {
    String words = params.getJsonObject("arguments").getString("words");
    switch (params.getString("name")) {
      case "touch" -> {
        touch(words);
        SoakServer.json(response, SoakServer.text(id, words, ""));
      }
      case "say" -> {
        try (OutputStream out = SoakServer.stream(response)) {
          SoakServer.progress(out, params, words);
          SoakServer.event(out, SoakServer.text(id, words, ""));
        }
      }
      default -> ask(id, words, response);
    }
  }

  private void ask(String id, String words, ServerResponse response) throws Exception {
    String question = "q" + questions.incrementAndGet();
    BlockingQueue<JsonObject> answer = new ArrayBlockingQueue<>(1);
    asked.put(question, answer);
    try (OutputStream out = SoakServer.stream(response)) {
      SoakServer.event(
          out,
          """
          {"jsonrpc":"2.0","id":"%s","method":"elicitation/create","params":{"message":"%s",\
          "requestedSchema":{"type":"object","properties":{"said":{"type":"string"}}}}}\
          """
              .formatted(question, words));
      JsonObject given = answer.poll(ANSWERED_WITHIN_SECONDS, TimeUnit.SECONDS);
      String said =
          given == null
              ? "nobody answered " + words
              : given.getJsonObject("result").getJsonObject("content").getString("said");
      SoakServer.event(out, SoakServer.text(id, said, ""));
    } finally {
      asked.remove(question);
    }
  }

  private void touch(String words) {
    String uri = "soak://" + words.split(" ")[0];
    for (Open session : sessions.values()) {
      if (session.subscribed().contains(uri)) {
        sent.add(uri);
        session
            .updates()
            .add(
                """
                {"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"%s"}}\
                """
                    .formatted(uri));
      }
    }
  }

  private void listen(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    Open session = sessions.get(session(request));
    if (session == null) {
      response.status(Status.NOT_FOUND_404).send();
      return;
    }
    try (OutputStream out = SoakServer.stream(response)) {
      out.write(": open\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      out.flush();
      for (String next = session.updates().take();
          !next.equals(END);
          next = session.updates().take()) {
        SoakServer.event(out, next);
      }
    }
  }

  private void delete(ServerRequest request, ServerResponse response) {
    Open ended = sessions.remove(session(request));
    if (ended != null) {
      ended.updates().add(END);
    }
    response.send();
  }
}
