package dev.gatehouse.conformance.soak;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A client of the revision 2026-07-28. Confined to one thread. */
final class ModernSoakSession implements SoakSession {
  private static final String VERSION = "2026-07-28";

  private final SoakHttp http;
  private final Mark mark;
  private final boolean isListening;
  private Optional<Listening> stream = Optional.empty();
  private int ids;

  ModernSoakSession(SoakHttp http, Mark mark, boolean isListening) {
    this.http = http;
    this.mark = mark;
    this.isListening = isListening;
  }

  @Override
  public void open() throws IOException, InterruptedException {
    if (isListening) {
      String filter = "\"notifications\":{\"resourceSubscriptions\":[\"" + mark.uri() + "\"]}";
      Map<String, String> headers =
          Map.of("MCP-Protocol-Version", VERSION, "Mcp-Method", "subscriptions/listen");
      SoakHttp.Reply reply = http.post(message("subscriptions/listen", filter, ""), headers);
      stream = Optional.of(new Listening(reply, mark));
    }
  }

  @Override
  public void say(String words) throws IOException, InterruptedException {
    JsonObject result = call("say", words, "", 2);
    SoakHttp.expect(words, SoakHttp.words(result));
  }

  @Override
  public void ask(String words) throws IOException, InterruptedException {
    JsonObject first = call("ask", words, "", 0).getJsonObject("result");
    SoakHttp.expect("input_required", first.getString("resultType"));
    Map.Entry<String, jakarta.json.JsonValue> question =
        first.getJsonObject("inputRequests").entrySet().iterator().next();
    SoakHttp.expect(
        words, question.getValue().asJsonObject().getJsonObject("params").getString("message"));
    String answers =
        ",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":{\"said\":\"heard %s\"}}},\"requestState\":%s"
            .formatted(question.getKey(), words, first.get("requestState"));
    SoakHttp.expect("heard " + words, SoakHttp.words(call("ask", words, answers, 0)));
  }

  @Override
  public void touch(String words) throws IOException, InterruptedException {
    SoakHttp.expect(words, SoakHttp.words(call("touch", words, "", 0)));
  }

  @Override
  public long heard() {
    return stream.map(Listening::updates).orElse(0L);
  }

  @Override
  public void close() throws IOException {
    if (stream.isPresent()) {
      stream.get().close();
    }
  }

  private String message(String method, String params, String meta) {
    ids++;
    return """
    {"jsonrpc":"2.0","id":"%s-%d","method":"%s","params":{%s,"_meta":{\
    "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
    "io.modelcontextprotocol/clientInfo":{"name":"soak","version":"1"},\
    "io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}%s}}}\
    """
        .formatted(mark.text(), ids, method, params, meta);
  }

  private JsonObject call(String tool, String words, String more, int reports)
      throws IOException, InterruptedException {
    String params =
        "\"name\":\"%s\",\"arguments\":{\"words\":\"%s\"}%s".formatted(tool, words, more);
    String call = message("tools/call", params, ",\"progressToken\":\"" + words + "\"");
    Map<String, String> headers =
        Map.of("MCP-Protocol-Version", VERSION, "Mcp-Method", "tools/call", "Mcp-Name", tool);
    int reported = 0;
    try (SoakHttp.Reply reply = http.post(call, headers)) {
      if (!reply.isStream()) {
        String text = reply.text();
        mark.own(text);
        SoakHttp.expect("0", "" + reports);
        return SoakHttp.read(text);
      }
      try (Events events = reply.events()) {
        for (var next = events.next(); next.isPresent(); next = events.next()) {
          mark.own(next.get());
          JsonObject message = SoakHttp.read(next.get());
          if (!message.containsKey("method")) {
            SoakHttp.expect("" + reports, "" + reported);
            return message;
          }
          SoakHttp.expect(words, message.getJsonObject("params").getString("message"));
          reported++;
        }
      }
    }
    throw new AssertionError(mark.text() + " was given no result");
  }
}
