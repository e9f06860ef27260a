package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.gateway.config.ConfigurationFile;
import dev.gatehouse.gateway.config.ConfigurationReading;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A gateway that signs people in, a provider behind it, and a browser in front. */
public final class SigninHouse implements AutoCloseable {
  static final String VERIFIER = "v".repeat(43);
  static final String REDIRECT = "https://desk.example/callback";

  final Path data;
  public final String issuer;
  private final Gateway gateway;
  private final HttpClient http = HttpClient.newHttpClient();
  final Map<String, String> cookies = new TreeMap<>();

  private SigninHouse(Path data, String issuer, Gateway gateway) {
    this.data = data;
    this.issuer = issuer;
    this.gateway = gateway;
  }

  public static SigninHouse in(Path folder, FakeOidc provider) throws Exception {
    return in(folder, provider, freePort());
  }

  static SigninHouse in(Path folder, FakeOidc provider, int port) throws Exception {
    return in(folder, port, source(provider));
  }

  /** With a server behind it, which everybody may use. */
  public static SigninHouse before(URI upstream, Path folder, FakeOidc provider) throws Exception {
    return in(
        folder, freePort(), source(provider), "default: permit", "{ url: \"" + upstream + "\" }");
  }

  private static String source(FakeOidc provider) {
    return """
    provider:
      issuer: %s
      client-id: gatehouse
      client-secret: provider-secret
      claims: { name: preferred_username, groups: groups }
    grants: { issuer: "%s", jwks: "%s/keys", name: preferred_username }
    """
        .formatted(provider.issuer(), provider.issuer(), provider.issuer());
  }

  /** With a source of persons as the configuration has it. */
  public static SigninHouse in(Path folder, int port, String source) throws Exception {
    return in(folder, port, source, "default: refuse", "{ url: \"http://127.0.0.1:9/mcp\" }");
  }

  /** The same with this upstream, and what becomes of calls that no rule is about. */
  static SigninHouse in(Path folder, int port, String source, String usual, String upstream)
      throws Exception {
    Files.writeString(
        folder.resolve("policy.yaml"),
        """
        %s
        rules:
          - name: hide cards
            tools: [ "*" ]
            mask: { result: [ { detect: payment-card } ] }
        """
            .formatted(usual));
    Path file =
        Files.writeString(
            folder.resolve("gatehouse.yaml"),
            """
            listen: 127.0.0.1:%d
            identity:
              mode: oidc
              scopes: { required: [ "mcp:use" ], tools: [ { scope: "crm:write", tools: "crm__*" } ] }
            signin:
            %s
              clients:
                desk: { name: Front desk, redirects: [ "%s", "http://127.0.0.1/done" ] }
                other: { redirects: "https://other.example/callback" }
                web:
                  redirects: "https://web.example/callback"
                  secret: a-secret-of-the-web-client
                  grants: [ code, refresh, itself, brought ]
                  groups: machines
                lamp: { name: Lamp, grants: [ device, refresh ] }
            recordings: { directory: data, checkpoint-every: 50ms }
            policies: policy.yaml
            upstreams:
              crm: %s
            """
                .formatted(port, source.indent(2), REDIRECT, upstream));
    ConfigurationReading reading = ConfigurationFile.read(file, Map.of());
    if (reading instanceof ConfigurationReading.Accepted accepted) {
      return new SigninHouse(
          folder.resolve("data"),
          "http://127.0.0.1:" + port,
          Gateway.start(accepted.configuration(), "test"));
    }
    throw new AssertionError("the configuration of the test is wrong: " + reading);
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return URI.create(issuer).getPort();
  }

  public HttpResponse<String> get(String address) throws Exception {
    return sent(HttpRequest.newBuilder(URI.create(address)).GET());
  }

  HttpResponse<String> get(String place, Map<String, String> query) throws Exception {
    return get(issuer + place + "?" + encoded(query));
  }

  public HttpResponse<String> post(String place, Map<String, String> form, String... headers)
      throws Exception {
    return post(place, encoded(form), headers);
  }

  HttpResponse<String> post(String place, String form, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(issuer + place))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return sent(request);
  }

  HttpResponse<String> postJson(String place, String json, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(issuer + place))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return sent(request);
  }

  /** What a browser asks before its program may. */
  HttpResponse<String> preflight(String place) throws Exception {
    return sent(
        HttpRequest.newBuilder(URI.create(issuer + place))
            .method("OPTIONS", BodyPublishers.noBody())
            .headers("Origin", "https://app.example", "Access-Control-Request-Method", "GET"));
  }

  private HttpResponse<String> sent(HttpRequest.Builder request) throws Exception {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (request.build().uri().toString().startsWith(issuer)) {
      for (String cookie : response.headers().allValues("set-cookie")) {
        String[] pair = cookie.split(";", 2)[0].split("=", 2);
        cookies.put(pair[0], pair[1]);
      }
    }
    return response;
  }

  /** What a client that does everything right asks for. */
  public Map<String, String> asking() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", "desk");
    query.put("redirect_uri", REDIRECT);
    query.put("state", "its-state");
    query.put("scope", "mcp:use");
    query.put("code_challenge", Handles.digest(VERIFIER));
    query.put("code_challenge_method", "S256");
    query.put("resource", issuer + "/mcp");
    return query;
  }

  public HttpResponse<String> authorize(Map<String, String> query) throws Exception {
    return get("/signin/authorize", query);
  }

  /** The person agrees on this page, and is sent to the provider. */
  public HttpResponse<String> agree(HttpResponse<String> page) throws Exception {
    return post("/signin/consent", decision(page, "allow"));
  }

  public static Map<String, String> decision(HttpResponse<String> page, String decision) {
    Map<String, String> form = new LinkedHashMap<>();
    Matcher hidden =
        Pattern.compile("name=\"(attempt|token)\" value=\"([^\"]*)\"").matcher(page.body());
    while (hidden.find()) {
      form.put(hidden.group(1), hidden.group(2));
    }
    form.put("decision", decision);
    return form;
  }

  public static String location(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("location")
        .orElseThrow(
            () -> new AssertionError("no redirect: " + response.statusCode() + response.body()));
  }

  /** From the page to the address that the client hears from. */
  Map<String, String> arrive(HttpResponse<String> page) throws Exception {
    return parameters(get(location(get(location(agree(page))))));
  }

  public static Map<String, String> parameters(HttpResponse<String> response) {
    return FakeOidc.form(URI.create(location(response)).getRawQuery());
  }

  String code() throws Exception {
    return arrive(authorize(asking())).getOrDefault("code", "");
  }

  /** What a client that does everything right sends for this code. */
  public Map<String, String> exchanging(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", REDIRECT);
    form.put("client_id", "desk");
    form.put("code_verifier", VERIFIER);
    form.put("resource", issuer + "/mcp");
    return form;
  }

  public HttpResponse<String> token(Map<String, String> form, String... headers) throws Exception {
    return post("/signin/token", form, headers);
  }

  public JsonObject tokens() throws Exception {
    return json(token(exchanging(code())));
  }

  HttpResponse<String> refresh(String token) throws Exception {
    return token(
        Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", "desk"));
  }

  public static JsonObject json(HttpResponse<String> response) {
    return JsonDocuments.object(response.body());
  }

  public static JsonObject claims(String token) {
    return JsonDocuments.object(
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8));
  }

  /** The status of a call with this token. */
  int called(String token) throws Exception {
    return postJson(
            "/mcp",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
            "Authorization",
            "Bearer " + token)
        .statusCode();
  }

  static String basic(String id, String secret) {
    return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
  }

  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The gateway ends; the provider stays. */
  void stop() {
    gateway.close();
  }

  @Override
  public void close() {
    gateway.close();
  }
}
