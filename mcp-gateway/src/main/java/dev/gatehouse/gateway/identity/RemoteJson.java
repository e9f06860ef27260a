package dev.gatehouse.gateway.identity;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Small JSON documents of an issuer. Follows no redirects. Thread-safe.
 *
 * <p>Guarantee: each ends within {@link #TIMEOUT}, however slowly its body drips; none is larger
 * than {@link #BYTES_MAX}.
 */
final class RemoteJson {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A key set of hundreds of keys; more than that is not read. */
  private static final int BYTES_MAX = 1 << 20;

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** The text at this address. */
  String text(URI address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).GET());
  }

  /** The object at this address. */
  JsonObject object(URI address) throws IOException, InterruptedException {
    return read(text(address));
  }

  /** The object that a form gets for an answer. */
  JsonObject posted(URI address, String user, String password, Map<String, String> form)
      throws IOException, InterruptedException {
    String basic = encoded(user) + ":" + encoded(password);
    String body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return read(
        send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(basic.getBytes(StandardCharsets.US_ASCII)))
                .POST(BodyPublishers.ofString(body))));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest sent = request.timeout(TIMEOUT).header("Accept", "application/json").build();
    AtomicReference<String> body = new AtomicReference<>("");
    AtomicReference<IOException> failure = new AtomicReference<>(new IOException("too slow"));
    Thread sender =
        Thread.ofVirtual()
            .name("issuer")
            .start(
                () -> {
                  try {
                    body.set(sent(sent));
                    failure.set(null);
                  } catch (IOException e) {
                    failure.set(e);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    // The client's own timeout ends with the headers; an issuer could drip its body for ever.
    try {
      if (!sender.join(TIMEOUT)) {
        throw new IOException("no answer from " + sent.uri() + " in time");
      }
    } finally {
      sender.interrupt();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return body.get();
  }

  private String sent(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + " from " + request.uri());
    }
    return response.body();
  }

  private static JsonObject read(String text) throws IOException {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    } catch (JsonException | ClassCastException e) {
      throw new IOException("no JSON object", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
