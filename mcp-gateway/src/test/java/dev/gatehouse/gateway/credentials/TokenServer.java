package dev.gatehouse.gateway.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An authorization server and the metadata of an upstream, as a test wants them. */
final class TokenServer implements AutoCloseable {
  /** A form that was posted to the token endpoint. */
  record Form(String authorization, Map<String, String> parameters) {}

  private final HttpServer server;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Form> forms = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String answer =
      "{\"access_token\":\"planted-%d\",\"token_type\":\"Bearer\",\"expires_in\":60}";
  private volatile int status = 200;
  private volatile int delayMillis;

  private TokenServer(HttpServer server) {
    this.server = server;
  }

  static TokenServer start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TokenServer started = new TokenServer(http);
    http.createContext("/", started::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return started;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  URI endpoint() {
    return uri().resolve("/token");
  }

  /** Has a document at a path, in which {@code $} stands for the server itself. */
  TokenServer with(String path, String document) {
    documents.put(path, document.replace("$", uri().toString()));
    return this;
  }

  /** Answers every form so; {@code %d} is the number of the token. */
  TokenServer answering(int code, String body) {
    status = code;
    answer = body;
    return this;
  }

  TokenServer slow(int millis) {
    delayMillis = millis;
    return this;
  }

  List<Form> forms() {
    return forms;
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/token")) {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        List<String> header = exchange.getRequestHeaders().get("Authorization");
        forms.add(new Form(header == null ? "" : header.getFirst(), parameters(body)));
        try {
          Thread.sleep(delayMillis);
        } catch (InterruptedException _) {
          return;
        }
        send(exchange, status, answer.formatted(tokens.incrementAndGet()));
        return;
      }
      asked.add(path);
      String document = documents.get(path);
      send(exchange, document == null ? 404 : 200, document == null ? "{}" : document);
    }
  }

  private static Map<String, String> parameters(String body) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      String name = URLDecoder.decode(pair.substring(0, equals), UTF_8);
      if (parameters.put(name, URLDecoder.decode(pair.substring(equals + 1), UTF_8)) != null) {
        throw new AssertionError("twice: " + name);
      }
    }
    return parameters;
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }
}
