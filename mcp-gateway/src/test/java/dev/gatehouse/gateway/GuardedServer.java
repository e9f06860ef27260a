package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An MCP server of the modern era that wants tokens, and the server that issues them. */
final class GuardedServer implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*([0-9]+|\"[^\"]*\")");

  private final HttpServer server;
  private final RsaJsonWebKey key;
  private final AtomicInteger issued = new AtomicInteger();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private volatile int taken;

  private GuardedServer(HttpServer server, RsaJsonWebKey key) {
    this.server = server;
    this.key = key;
  }

  static GuardedServer start() throws IOException, JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("k");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GuardedServer guarded = new GuardedServer(http, key);
    http.createContext("/mcp", guarded::call);
    http.createContext("/token", guarded::issue);
    http.createContext(
        "/keys",
        exchange ->
            send(
                exchange,
                200,
                new JsonWebKeySet(List.of(key)).toJson(OutputControlLevel.PUBLIC_ONLY)));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    return guarded;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Takes no token with a smaller number from now on. */
  void takeFrom(int number) {
    taken = number;
  }

  /** What requests to the MCP server showed. */
  List<String> shown() {
    return shown;
  }

  /** What was posted to get tokens. */
  List<String> forms() {
    return forms;
  }

  /** A caller's own token. */
  String tokenOf(String name) throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(uri("").toString());
    claims.setAudience("gatehouse");
    claims.setSubject(name);
    claims.setExpirationTimeMinutesInTheFuture(5);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue("k");
    signature.setAlgorithmHeaderValue("RS256");
    return signature.getCompactSerialization();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void issue(HttpExchange exchange) throws IOException {
    forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    send(
        exchange,
        200,
        "{\"access_token\":\"planted-token-%d\",\"token_type\":\"Bearer\",\"expires_in\":300}"
            .formatted(issued.incrementAndGet()));
  }

  private void call(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    List<String> header = exchange.getRequestHeaders().get("Authorization");
    String credential = header == null ? "" : header.getFirst();
    shown.add(credential);
    String number = credential.replaceFirst("^Bearer planted-token-", "");
    if (!number.matches("[0-9]+") || Integer.parseInt(number) < taken) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      send(exchange, 401, "{}");
      return;
    }
    Matcher id = ID.matcher(asked);
    if (!id.find()) {
      send(exchange, 202, "");
      return;
    }
    send(
        exchange,
        200,
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"resultType\":\"complete\",%s}}"
            .formatted(id.group(1), answer(asked)));
  }

  private static String answer(String asked) {
    if (asked.contains("server/discover")) {
      return "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
          + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}";
    }
    return asked.contains("tools/list")
        ? "\"ttlMs\":0,\"cacheScope\":\"private\","
            + "\"tools\":[{\"name\":\"find\",\"inputSchema\":{\"type\":\"object\"}}]"
        : "\"content\":[{\"type\":\"text\",\"text\":\"found\"}]";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
