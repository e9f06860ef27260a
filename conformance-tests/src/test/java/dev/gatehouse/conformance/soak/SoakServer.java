package dev.gatehouse.conformance.soak;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the servers of both eras have in common: a port, and how messages are written. */
final class SoakServer {
  static final String TOOLS =
      """
      "tools":[{"name":"say","description":"reports and answers","inputSchema":{"type":"object"}},\
      {"name":"ask","description":"asks first","inputSchema":{"type":"object"}},\
      {"name":"touch","description":"changes a resource","inputSchema":{"type":"object"}}]\
      """;
  static final String CAPABILITIES =
      "{\"tools\":{},\"resources\":{\"subscribe\":true,\"listChanged\":true}}";

  private SoakServer() {}

  /** Serves on a free port. */
  static WebServer start(Consumer<HttpRouting.Builder> routing) {
    return WebServer.builder()
        .host("127.0.0.1")
        .port(0)
        .shutdownHook(false)
        .connectionOptions(options -> options.tcpNoDelay(true))
        .routing(routing)
        .build()
        .start();
  }

  static URI uri(WebServer http) {
    return URI.create("http://127.0.0.1:" + http.port() + "/mcp");
  }

  static JsonObject read(ServerRequest request) {
    String body = new String(request.content().as(byte[].class), StandardCharsets.UTF_8);
    try (var reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    }
  }

  static void json(ServerResponse response, String text) {
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(text.getBytes(StandardCharsets.UTF_8));
  }

  static void accepted(ServerResponse response) {
    response.status(Status.ACCEPTED_202).send();
  }

  /** An event stream, which ends when this is closed. */
  static OutputStream stream(ServerResponse response) {
    return response.header(HeaderNames.CONTENT_TYPE, "text/event-stream").outputStream();
  }

  static void event(OutputStream out, String message) {
    try {
      out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing an event", e);
    }
  }

  /** Reports twice, with the mark in its words. */
  static void progress(OutputStream out, JsonObject params, String mark) {
    String token = String.valueOf(params.getJsonObject("_meta").get("progressToken"));
    for (int step = 1; step <= 2; step++) {
      event(
          out,
          """
          {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,\
          "progress":%d,"message":"%s"}}\
          """
              .formatted(token, step, mark));
    }
  }

  static String text(String id, String words, String more) {
    return """
    {"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"%s"}]%s}}\
    """
        .formatted(id, words, more);
  }
}
