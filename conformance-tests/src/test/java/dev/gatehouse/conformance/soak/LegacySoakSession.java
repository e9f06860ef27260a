package dev.gatehouse.conformance.soak;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A client of the revision 2025-11-25. Confined to one thread. */
final class LegacySoakSession implements SoakSession {
  private final SoakHttp http;
  private final Mark mark;
  private final boolean isListening;
  private final Map<String, String> headers = new HashMap<>();
  private Optional<Listening> stream = Optional.empty();
  private int ids;

  LegacySoakSession(SoakHttp http, Mark mark, boolean isListening) {
    this.http = http;
    this.mark = mark;
    this.isListening = isListening;
  }

  @Override
  public void open() throws IOException, InterruptedException {
    String initialize =
        """
        {"jsonrpc":"2.0","id":"start","method":"initialize","params":{\
        "protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},\
        "clientInfo":{"name":"soak","version":"1"}}}\
        """;
    try (SoakHttp.Reply reply = http.post(initialize, headers)) {
      headers.put("Mcp-Session-Id", reply.header("Mcp-Session-Id").orElseThrow());
      headers.put("MCP-Protocol-Version", "2025-11-25");
      mark.own(reply.text());
    }
    http.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", headers).close();
    if (isListening) {
      stream = Optional.of(new Listening(http.get(headers), mark));
      request("resources/subscribe", "\"uri\":\"" + mark.uri() + "\"");
    }
  }

  @Override
  public void say(String words) throws IOException, InterruptedException {
    call("say", words, words, 2, 0);
  }

  @Override
  public void ask(String words) throws IOException, InterruptedException {
    call("ask", words, "heard " + words, 0, 1);
  }

  @Override
  public void touch(String words) throws IOException, InterruptedException {
    call("touch", words, words, 0, 0);
  }

  @Override
  public long heard() {
    return stream.map(Listening::updates).orElse(0L);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (isListening) {
      request("resources/unsubscribe", "\"uri\":\"" + mark.uri() + "\"");
    }
    http.delete(headers);
    if (stream.isPresent()) {
      stream.get().close();
    }
  }

  private String message(String method, String params) {
    ids++;
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s}}"
        .formatted(ids, method, params);
  }

  private void request(String method, String params) throws IOException, InterruptedException {
    try (SoakHttp.Reply reply = http.post(message(method, params), headers)) {
      String text = reply.text();
      mark.own(text);
      if (!text.contains("\"result\"")) {
        throw new AssertionError(method + " was answered with " + text);
      }
    }
  }

  private void call(String tool, String words, String expected, int reports, int questions)
      throws IOException, InterruptedException {
    String call =
        message(
            "tools/call",
            "\"name\":\"%s\",\"arguments\":{\"words\":\"%s\"},\"_meta\":{\"progressToken\":\"%s\"}"
                .formatted(tool, words, words));
    int reported = 0;
    int asked = 0;
    try (SoakHttp.Reply reply = http.post(call, headers)) {
      if (!reply.isStream()) {
        result(reply.text(), expected);
        SoakHttp.expect("0 0", reports + " " + questions);
        return;
      }
      try (Events events = reply.events()) {
        for (var next = events.next(); next.isPresent(); next = events.next()) {
          mark.own(next.get());
          JsonObject message = SoakHttp.read(next.get());
          if (!message.containsKey("method")) {
            result(next.get(), expected);
            SoakHttp.expect(reports + " " + questions, reported + " " + asked);
            return;
          } else if (message.containsKey("id")) {
            answer(message, words);
            asked++;
          } else if (message.getString("method").equals("notifications/progress")) {
            SoakHttp.expect(words, message.getJsonObject("params").getString("message"));
            reported++;
          }
        }
      }
    }
    throw new AssertionError(mark.text() + " was given no result");
  }

  private void answer(JsonObject question, String words) throws IOException, InterruptedException {
    SoakHttp.expect(words, question.getJsonObject("params").getString("message"));
    http.post(
            "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"accept\",\"content\":%s}}"
                .formatted(question.get("id"), "{\"said\":\"heard " + words + "\"}"),
            headers)
        .close();
  }

  private void result(String message, String expected) {
    mark.own(message);
    SoakHttp.expect(expected, SoakHttp.words(SoakHttp.read(message)));
  }
}
