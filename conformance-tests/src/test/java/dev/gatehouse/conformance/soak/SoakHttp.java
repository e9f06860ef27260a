package dev.gatehouse.conformance.soak;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a session sends to its endpoint, and what comes back. Thread-safe. */
record SoakHttp(HttpClient client, URI endpoint) {
  /** The headers of a reply come within this, however much there is to do. */
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);

  /** A reply that is read as it comes. */
  record Reply(HttpResponse<InputStream> response) implements AutoCloseable {
    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    boolean isStream() {
      return header("Content-Type").orElse("").startsWith("text/event-stream");
    }

    /** All of it. */
    String text() throws IOException {
      return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    Events events() {
      return new Events(response.body());
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  Reply post(String message, Map<String, String> headers) throws IOException, InterruptedException {
    return send(
        headers,
        request().POST(BodyPublishers.ofString(message)),
        "application/json, text/event-stream");
  }

  Reply get(Map<String, String> headers) throws IOException, InterruptedException {
    return send(headers, request().GET(), "text/event-stream");
  }

  void delete(Map<String, String> headers) throws IOException, InterruptedException {
    send(headers, request().DELETE(), "application/json").close();
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(endpoint).timeout(ANSWERED_WITHIN);
  }

  private Reply send(Map<String, String> headers, HttpRequest.Builder request, String accept)
      throws IOException, InterruptedException {
    headers.forEach(request::header);
    request.header("Accept", accept).header("Content-Type", "application/json");
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 != 2) {
      String said = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
      throw new AssertionError("was answered with " + response.statusCode() + " " + said);
    }
    return new Reply(response);
  }

  static JsonObject read(String message) {
    try (var reader = Json.createReader(new StringReader(message))) {
      return reader.readObject();
    }
  }

  /** The words of a tool's result. */
  static String words(JsonObject message) {
    if (!message.containsKey("result")) {
      throw new AssertionError("expected a result, found " + message);
    }
    JsonObject result = message.getJsonObject("result");
    if (!result.containsKey("content")) {
      throw new AssertionError("expected content, found " + message);
    }
    return result.getJsonArray("content").getJsonObject(0).getString("text");
  }

  /** Fails where two texts are not the same. */
  static void expect(String expected, String found) {
    if (!expected.equals(found)) {
      throw new AssertionError("expected " + expected + ", found " + found);
    }
  }
}
