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
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A program that hears of approvals by webhooks and answers for people, written from the Standard
 * Webhooks specification alone. Thread-safe.
 */
final class Pager implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final String ANSWER_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
  private final List<String> forged = new CopyOnWriteArrayList<>();
  private final AtomicBoolean isDeaf = new AtomicBoolean();

  Pager() {
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
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String at = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            String right = signature(SECRET, id, at, body);
            if (!right.equals(exchange.getRequestHeaders().getFirst("webhook-signature"))) {
              forged.add(body);
            }
            if (!isDeaf.get()) {
              heard.add(object(body));
            }
            exchange.sendResponseHeaders(isDeaf.get() ? 503 : 204, -1);
          }
        });
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/in");
  }

  /** Whether it takes nothing from now on. */
  void deaf(boolean deaf) {
    isDeaf.set(deaf);
  }

  /** What came without a right signature. */
  List<String> forged() {
    return List.copyOf(forged);
  }

  /** The data of the latest message of this type, which may still have to come. */
  JsonObject awaitLatest(String type) {
    Instant end = Instant.now().plus(AT_MOST);
    while (Instant.now().isBefore(end)) {
      List<JsonObject> all = List.copyOf(heard);
      for (JsonObject each : all.reversed()) {
        if (each.getString("type").equals(type)) {
          return each.getJsonObject("data");
        }
      }
      pause();
    }
    throw new AssertionError("no " + type + " among " + heard);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A decision on what came, as it was shown. */
  static String decision(JsonObject data, String word, String by) {
    return Json.createObjectBuilder()
        .add("type", "approval.decision")
        .add("timestamp", Instant.now().toString())
        .add(
            "data",
            Json.createObjectBuilder()
                .add("approval", data.getString("id"))
                .add("decision", word)
                .add("by", by)
                .add("seen", data.getString("seen", ""))
                .add("reason", "case 4711"))
        .build()
        .toString();
  }

  /** The headers with which a body is signed. */
  static Map<String, String> signed(String id, Instant at, String body) {
    String seconds = Long.toString(at.getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", seconds);
    headers.put("webhook-signature", signature(ANSWER_SECRET, id, seconds, body));
    return headers;
  }

  /** Sends a body, and gives the status with what came back. */
  String send(URI address, Map<String, String> headers, String body) {
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String signature(String secret, String id, String seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] bytes = mac.doFinal((id + "." + seconds + "." + body).getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(bytes);
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
