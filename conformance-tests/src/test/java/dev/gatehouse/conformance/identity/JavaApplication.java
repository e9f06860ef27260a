package dev.gatehouse.conformance.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.customizer.McpHttpClientTransportAuthorizationErrorHandler;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An application on the MCP Java SDK, which registers itself and signs its person in by a browser.
 *
 * <p>That SDK (2.1.0) has no OAuth of its own: it says "not authorized" to a hook, and lets another
 * add headers. What is between the two here is what an application has to write itself: discovery,
 * registration, the authorization code with PKCE, and once more where a scope is missing. Its
 * transport does the rest: it waits for the hook and sends the request again. Confined to one
 * thread but for what the SDK calls.
 *
 * <p>Source: MCP 2026-07-28 basic/authorization; RFC 9728 §5; RFC 8414; RFC 7591; RFC 7636.
 */
final class JavaApplication implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final String person;
  private final HttpServer callback;
  private final LinkedBlockingQueue<Map<String, String>> returned = new LinkedBlockingQueue<>();
  private final List<Chromium.Visit> visits = new CopyOnWriteArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private final McpSyncClient client;
  private volatile Optional<String> id = Optional.empty();
  private volatile Optional<String> token = Optional.empty();

  /** One for somebody of the realm. */
  JavaApplication(URI endpoint, String person) {
    this.person = person;
    this.callback = callback();
    String server = endpoint.getScheme() + "://" + endpoint.getAuthority();
    this.client =
        McpClient.sync(
                HttpClientStreamableHttpTransport.builder(server)
                    .endpoint(endpoint.getPath())
                    .addHttpRequestCustomizer((request, _, _, _, _) -> authorize(request))
                    .authorizationErrorHandler(
                        McpHttpClientTransportAuthorizationErrorHandler.fromSync(
                            (_, response, _) -> signIn(response.headers())))
                    .build())
            .requestTimeout(AT_MOST)
            .initializationTimeout(AT_MOST)
            .build();
  }

  private HttpServer callback() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/callback",
          exchange -> {
            returned.add(fields(exchange.getRequestURI().getRawQuery()));
            byte[] page = "<!doctype html><title>Done</title>".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("waiting for a browser", e);
    }
  }

  /** Connects, which is when somebody has to sign in first. */
  void connect() {
    client.initialize();
  }

  /** The text that a tool answers with. */
  String call(String tool) {
    var result = client.callTool(CallToolRequest.builder(tool).arguments(Map.of()).build());
    return ((TextContent) result.content().getFirst()).text();
  }

  /** The visits of its person's browser so far. */
  List<Chromium.Visit> visits() {
    return visits;
  }

  @Override
  public void close() {
    client.closeGracefully();
    callback.stop(0);
  }

  private void authorize(HttpRequest.Builder request) {
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
  }

  /** What the hook is for: true where the request is worth being sent again. */
  private boolean signIn(HttpHeaders refused) {
    Map<String, String> challenge = challenge(refused);
    JsonObject resource = Forms.document(URI.create(challenge.get("resource_metadata")));
    URI issuer = URI.create(resource.getJsonArray("authorization_servers").getString(0));
    JsonObject server = Forms.document(issuer.resolve("/.well-known/oauth-authorization-server"));
    if (id.isEmpty()) {
      id = Optional.of(registered(URI.create(server.getString("registration_endpoint"))));
    }
    String verifier = fresh();
    String state = fresh();
    Map<String, String> query = asking(resource.getString("resource"), state, verifier);
    query.put("scope", challenge.getOrDefault("scope", ""));
    String address = server.getString("authorization_endpoint") + "?" + Forms.encoded(query);
    visits.add(Chromium.visit(URI.create(address), person));
    Map<String, String> back = back();
    if (!state.equals(back.get("state"))
        || !server.getString("issuer").equals(back.get("iss"))
        || !back.containsKey("code")) {
      throw new AssertionError("came back with " + back.keySet());
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", id.orElseThrow());
    form.put("redirect_uri", redirect());
    form.put("resource", resource.getString("resource"));
    form.put("code", back.get("code"));
    form.put("code_verifier", verifier);
    URI tokens = URI.create(server.getString("token_endpoint"));
    token =
        Optional.of(
            Forms.json(Forms.expecting(200, Forms.post(tokens, form))).getString("access_token"));
    return true;
  }

  private Map<String, String> asking(String resource, String state, String verifier) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", id.orElseThrow());
    query.put("redirect_uri", redirect());
    query.put("resource", resource);
    query.put("state", state);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    return query;
  }

  private String registered(URI endpoint) {
    String metadata =
        Json.createObjectBuilder()
            .add("client_name", "Java desk")
            .add("application_type", "native")
            .add("redirect_uris", Json.createArrayBuilder().add(redirect()))
            .add("token_endpoint_auth_method", "none")
            .build()
            .toString();
    return Forms.json(
            Forms.expecting(
                201,
                Forms.sent(
                    HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(metadata)))))
        .getString("client_id");
  }

  private String redirect() {
    return "http://127.0.0.1:" + callback.getAddress().getPort() + "/callback";
  }

  private Map<String, String> back() {
    try {
      Map<String, String> back = returned.poll(AT_MOST.toSeconds(), TimeUnit.SECONDS);
      if (back == null) {
        throw new AssertionError("the browser did not come back: " + visits);
      }
      return back;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static Map<String, String> challenge(HttpHeaders refused) {
    String header = refused.firstValue("WWW-Authenticate").orElse("");
    Map<String, String> parameters = new LinkedHashMap<>();
    Matcher each = PARAMETER.matcher(header);
    while (each.find()) {
      parameters.putIfAbsent(each.group(1), each.group(2));
    }
    if (!header.startsWith("Bearer ") || !parameters.containsKey("resource_metadata")) {
      throw new AssertionError("challenged by `" + header + "`");
    }
    return parameters;
  }

  private static Map<String, String> fields(String query) {
    return Arrays.stream(query.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], UTF_8)));
  }

  private String fresh() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
