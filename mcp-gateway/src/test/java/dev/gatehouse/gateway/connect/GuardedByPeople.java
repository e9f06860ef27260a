package dev.gatehouse.gateway.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An MCP server that wants people's tokens, and the authorization server that gives them. */
public final class GuardedByPeople implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger given = new AtomicInteger();

  /** What was posted, with its path in front. */
  public final List<String> posted = new CopyOnWriteArrayList<>();

  /** Browsers' queries. */
  public final List<Map<String, String>> visits = new CopyOnWriteArrayList<>();

  /** What MCP requests showed. */
  public final List<String> shown = new CopyOnWriteArrayList<>();

  /** The number of the only access token that is good. */
  private volatile int good;

  public volatile int lifetimeSeconds = 3600;
  public volatile boolean refreshes = true;

  /** What refreshes are answered with, where that is nothing of the server's own. */
  public volatile String inBetween = "";

  /** How long refreshes take. */
  public volatile int slownessMillis;

  /** The secret of whoever asks for tokens. */
  public volatile String secret = "planted-client";

  /** Who the server says that it is: in its metadata, and in what browsers bring. */
  public volatile String issuer;

  public volatile String issuerInAnswers;
  public volatile String authorizationServer;

  private GuardedByPeople(HttpServer server) {
    this.server = server;
    this.issuer = uri("").toString();
    this.issuerInAnswers = issuer;
    this.authorizationServer = issuer;
  }

  public static GuardedByPeople start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GuardedByPeople started = new GuardedByPeople(http);
    http.createContext("/", started::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return started;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Does not take the token of now any more. */
  public void forget() {
    good = -1;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/mcp" -> mcp(exchange, body);
        case "/.well-known/oauth-protected-resource/mcp" ->
            send(
                exchange,
                200,
                "{\"resource\":\"%s\",\"authorization_servers\":[\"%s\"]}"
                    .formatted(uri("/mcp"), authorizationServer));
        case "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-authorization-server/moved" ->
            send(exchange, 200, metadata());
        case "/authorize" -> authorize(exchange);
        default -> {
          posted.add(path + " " + body);
          switch (path) {
            case "/register" ->
                send(
                    exchange,
                    201,
                    "{\"client_id\":\"known-to-%d\",\"client_secret\":\"planted-client\",\"token_endpoint_auth_method\":\"client_secret_post\"}"
                        .formatted(server.getAddress().getPort()));
            case "/token" -> token(exchange, form(body));
            case "/revoke" -> send(exchange, 200, "{}");
            default -> send(exchange, 404, "{}");
          }
        }
      }
    }
  }

  private String metadata() {
    return """
    {"issuer":"%s","authorization_endpoint":"%s","token_endpoint":"%s",\
    "registration_endpoint":"%s","revocation_endpoint":"%s",\
    "code_challenge_methods_supported":["S256"],"response_types_supported":["code"],\
    "token_endpoint_auth_methods_supported":["client_secret_post"],\
    "authorization_response_iss_parameter_supported":true}\
    """
        .formatted(issuer, uri("/authorize"), uri("/token"), uri("/register"), uri("/revoke"));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    visits.add(asked);
    String code = "planted-code-" + visits.size();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            "%s?code=%s&state=%s&iss=%s"
                .formatted(
                    asked.get("redirect_uri"),
                    code,
                    asked.get("state"),
                    URLEncoder.encode(issuerInAnswers, UTF_8)));
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange, Map<String, String> form) throws IOException {
    boolean isCode = form.getOrDefault("grant_type", "").equals("authorization_code");
    if (!isCode && !inBetween.isEmpty()) {
      send(exchange, Integer.parseInt(inBetween.substring(0, 3)), inBetween.substring(3));
      return;
    }
    Map<String, String> begun = isCode ? codes.remove(form.get("code")) : Map.of();
    boolean isProven =
        begun != null
            && form.getOrDefault("client_secret", "").equals(secret)
            && form.getOrDefault("resource", "").equals(uri("/mcp").toString())
            && (isCode
                ? digest(form.getOrDefault("code_verifier", "")).equals(begun.get("code_challenge"))
                : refreshes
                    && form.getOrDefault("refresh_token", "")
                        .equals("planted-refresh-" + given.get()));
    if (!isProven) {
      send(exchange, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    good = given.incrementAndGet();
    if (!isCode) {
      wait(slownessMillis);
    }
    send(
        exchange,
        200,
        "{\"access_token\":\"planted-access-%d\",\"refresh_token\":\"planted-refresh-%d\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(good, good, lifetimeSeconds));
  }

  private static void wait(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void mcp(HttpExchange exchange, String body) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    shown.add(header == null ? "" : header);
    if (!("Bearer planted-access-" + good).equals(header)) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer resource_metadata=\"%s\", scope=\"crm:read\""
                  .formatted(uri("/.well-known/oauth-protected-resource/mcp")));
      send(exchange, 401, "{}");
      return;
    }
    if (body.contains("\"delete\"")) {
      exchange
          .getResponseHeaders()
          .set("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"crm:write\"");
      send(exchange, 403, "{}");
      return;
    }
    String id = body.replaceAll("(?s).*?\"id\":(\"[^\"]*\"|[0-9]+).*", "$1");
    String result =
        body.contains("server/discover")
            ? "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},\"ttlMs\":0,\"cacheScope\":\"private\"}"
            : body.contains("tools/list")
                ? "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"find\",\"inputSchema\":{\"type\":\"object\"}},{\"name\":\"delete\",\"inputSchema\":{\"type\":\"object\"}}],\"ttlMs\":0,\"cacheScope\":\"private\"}"
                : "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"found\"}]}";
    send(exchange, 200, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, result));
  }

  static Map<String, String> form(String encoded) {
    Map<String, String> fields = new TreeMap<>();
    for (String pair : encoded.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(
          URLDecoder.decode(parts[0], UTF_8),
          parts.length > 1 ? URLDecoder.decode(parts[1], UTF_8) : "");
    }
    return fields;
  }

  private static String digest(String text) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
