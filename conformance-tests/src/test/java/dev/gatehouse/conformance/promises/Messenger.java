package dev.gatehouse.conformance.promises;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A service that messages are posted to, and that posts itself. Thread-safe. */
final class Messenger implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  /**
   * What was posted here.
   *
   * @param headers by their names in small letters
   */
  record Posted(String path, Map<String, String> headers, String body) {
    JsonObject json() {
      return object(body);
    }
  }

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Posted> heard = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isDeaf = new AtomicBoolean();

  Messenger() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Map<String, String> headers = new HashMap<>();
            exchange
                .getRequestHeaders()
                .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.getFirst()));
            byte[] answer = "{\"ok\":true}".getBytes(UTF_8);
            if (isDeaf.get()) {
              exchange.sendResponseHeaders(503, -1);
            } else {
              heard.add(new Posted(exchange.getRequestURI().getPath(), headers, body));
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
            }
          }
        });
    server.start();
  }

  /** Where it takes what is posted to this path. */
  URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Whether it takes nothing from now on. */
  void deaf(boolean deaf) {
    isDeaf.set(deaf);
  }

  /** All that was posted. */
  List<Posted> heard() {
    return List.copyOf(heard);
  }

  /** The latest of these, which may still have to come. */
  Posted await(Predicate<Posted> wanted) throws InterruptedException {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (System.nanoTime() < end) {
      for (Posted each : heard().reversed()) {
        if (wanted.test(each)) {
          return each;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not among " + heard);
  }

  /** Posts a body, and gives the status with what came back. */
  String send(URI address, Map<String, String> headers, String body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(AT_MOST)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject object(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
