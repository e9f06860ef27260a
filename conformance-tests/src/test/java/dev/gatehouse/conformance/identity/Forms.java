package dev.gatehouse.conformance.identity;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Forms and JSON documents over HTTP, as programs send and fetch them. Follows no redirects. */
final class Forms {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Forms() {}

  /** What a form gets for an answer. */
  static HttpResponse<String> post(URI to, Map<String, String> form) {
    return sent(
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form))));
  }

  /** The object at an address. */
  static JsonObject document(URI from) {
    return json(expecting(200, sent(HttpRequest.newBuilder(from))));
  }

  /** The answer to a request. */
  static HttpResponse<String> sent(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.timeout(AT_MOST).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("sending to " + request.build().uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Whether there is a page at an address. */
  static boolean answers(URI address) {
    try {
      return sent(HttpRequest.newBuilder(address)).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** The answer, if it has this status; else the test fails and shows it. */
  static HttpResponse<String> expecting(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new AssertionError(
          "status " + answer.statusCode() + " from " + answer.uri() + "\n" + answer.body());
    }
    return answer;
  }

  static JsonObject json(HttpResponse<String> answer) {
    try (var reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
