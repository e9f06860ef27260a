package dev.gatehouse.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A company's OpenID provider at which somebody is always signed in already. */
public final class FakeOidc implements AutoCloseable {
  private final HttpServer server;
  private volatile RsaJsonWebKey key;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();

  /** Who is signed in. */
  volatile String person = "ada";

  volatile List<String> groups = List.of("finance", "staff");

  /** What is wrong with the next id tokens. */
  volatile Consumer<JwtClaims> change = _ -> {};

  /** What the provider answers to a refresh; 200 for a new id token. */
  volatile int refreshStatus = 200;

  /** In what words it does not. */
  volatile String refreshError = "invalid_grant";

  volatile boolean givesRefreshTokens = true;

  private FakeOidc(HttpServer server, RsaJsonWebKey key) {
    this.server = server;
    this.key = key;
  }

  public static FakeOidc start() throws IOException, JoseException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeOidc fake = new FakeOidc(server, newKey("one"));
    server.createContext("/", fake::answer);
    server.start();
    return fake;
  }

  /** Signs by another key from now on, and knows the one before no more. */
  void rotate() throws JoseException {
    key = newKey(key.getKeyId() + "+");
  }

  private static RsaJsonWebKey newKey(String id) throws JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId(id);
    return key;
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on nobody is signed in any more. */
  public void refuses() {
    refreshStatus = 400;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" ->
            send(
                exchange,
                200,
                """
                {"issuer":"I","jwks_uri":"I/keys","authorization_endpoint":"I/authorize",
                "token_endpoint":"I/token","authorization_response_iss_parameter_supported":true}
                """
                    .replace("\"I", "\"" + issuer()));
        case "/keys" ->
            send(exchange, 200, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
        case "/authorize" -> authorize(exchange);
        case "/token" -> token(exchange);
        default -> send(exchange, 404, "{}");
      }
    } catch (JoseException | java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    String code = "code-" + System.nanoTime();
    codes.put(code, asked);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            asked.get("redirect_uri")
                + "?code="
                + code
                + "&state="
                + asked.get("state")
                + "&iss="
                + java.net.URLEncoder.encode(issuer(), UTF_8));
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange)
      throws IOException, JoseException, java.security.GeneralSecurityException {
    Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String basic =
        "Basic " + Base64.getEncoder().encodeToString("gatehouse:provider-secret".getBytes(UTF_8));
    if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    Map<String, String> begun = Map.of();
    if (asked.getOrDefault("grant_type", "").equals("authorization_code")) {
      begun = codes.remove(asked.get("code"));
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(asked.getOrDefault("code_verifier", "").getBytes(UTF_8));
      String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
      if (begun == null || !challenge.equals(begun.get("code_challenge"))) {
        send(exchange, 400, "{\"error\":\"invalid_grant\"}");
        return;
      }
    } else if (refreshStatus != 200) {
      send(exchange, refreshStatus, "{\"error\":\"" + refreshError + "\"}");
      return;
    }
    String refresh =
        givesRefreshTokens ? ",\"refresh_token\":\"again-" + System.nanoTime() + "\"" : "";
    send(
        exchange,
        200,
        "{\"access_token\":\"theirs\",\"token_type\":\"Bearer\",\"id_token\":\""
            + idToken(begun.getOrDefault("nonce", ""))
            + "\""
            + refresh
            + "}");
  }

  private String idToken(String nonce)
      throws JoseException, java.security.GeneralSecurityException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer());
    claims.setAudience("gatehouse");
    claims.setSubject("id-of-" + person);
    claims.setStringClaim("preferred_username", person);
    claims.setStringListClaim("groups", groups);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    if (!nonce.isEmpty()) {
      claims.setStringClaim("nonce", nonce);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest("theirs".getBytes(UTF_8));
    claims.setStringClaim(
        "at_hash",
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 16)));
    change.accept(claims);
    return signed("JWT", claims.toJson());
  }

  /** This payload, signed by the provider. */
  String signed(String type, String payload) throws JoseException {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setHeader("typ", type);
    signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    signature.setPayload(payload);
    return signature.getCompactSerialization();
  }

  static Map<String, String> form(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      form.put(
          pair.substring(0, equals), java.net.URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return form;
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  URI uri() {
    return URI.create(issuer());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
