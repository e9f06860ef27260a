package dev.gatehouse.conformance.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that somebody uses. It knows the gateway's address and its own name; where to sign in,
 * it is told by the gateway, which it asks without a token.
 *
 * <p>Source: MCP 2026-07-28 basic/authorization; RFC 9728 §5; RFC 8414; RFC 7636.
 */
final class Desk {
  static final String ID = "desk";

  /** Nobody waits there: the test looks at what would have come. */
  static final URI REDIRECT = URI.create("http://127.0.0.1:9/done");

  private static final Pattern METADATA = Pattern.compile("resource_metadata=\"([^\"]+)\"");

  private final JsonObject server;
  private final String resource;
  private final SecureRandom random = new SecureRandom();

  /** What it is given. */
  record Tokens(String access, String refresh) {}

  /** A sign-in under way: where the browser goes, and what only the program knows. */
  record Begun(URI address, String verifier, String state) {}

  private Desk(JsonObject server, String resource) {
    this.server = server;
    this.resource = resource;
  }

  /** One for the gateway at this address. */
  static Desk at(URI mcp) {
    HttpResponse<String> refused =
        Forms.expecting(
            401,
            Forms.sent(
                HttpRequest.newBuilder(mcp)
                    .header("Content-Type", "application/json")
                    .POST(
                        BodyPublishers.ofString(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))));
    Matcher named =
        METADATA.matcher(refused.headers().firstValue("WWW-Authenticate").orElseThrow());
    if (!named.find()) {
      throw new AssertionError("no metadata in " + refused.headers().map());
    }
    JsonObject protectedResource = Forms.document(URI.create(named.group(1)));
    URI issuer = URI.create(protectedResource.getJsonArray("authorization_servers").getString(0));
    return new Desk(
        Forms.document(issuer.resolve("/.well-known/oauth-authorization-server")),
        protectedResource.getString("resource"));
  }

  /** Begins a sign-in. */
  Begun begin() {
    String verifier = fresh();
    String state = fresh();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", ID);
    query.put("redirect_uri", REDIRECT.toString());
    query.put("resource", resource);
    query.put("state", state);
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    String address = server.getString("authorization_endpoint") + "?" + Forms.encoded(query);
    return new Begun(URI.create(address), verifier, state);
  }

  /** Somebody signs in with it. */
  Tokens signIn(PersonAtKeycloak person) {
    Begun begun = begin();
    return tokens(ended(begun, person.signIn(begun.address(), REDIRECT), begun.verifier()));
  }

  /**
   * What comes of a sign-in whose browser has come back.
   *
   * @param verifier the one of the beginning, or another to see it refused
   */
  HttpResponse<String> ended(Begun begun, URI back, String verifier) {
    Map<String, String> returned =
        Arrays.stream(back.getQuery().split("&", -1))
            .map(field -> field.split("=", 2))
            .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    if (!begun.state().equals(returned.get("state"))
        || !server.getString("issuer").equals(returned.get("iss"))
        || !returned.containsKey("code")) {
      throw new AssertionError("came back with " + returned.keySet());
    }
    return token(
        Map.of(
            "grant_type",
            "authorization_code",
            "client_id",
            ID,
            "redirect_uri",
            REDIRECT.toString(),
            "resource",
            resource,
            "code",
            returned.get("code"),
            "code_verifier",
            verifier));
  }

  /** What a refresh token is answered with. */
  HttpResponse<String> refresh(Tokens tokens) {
    return token(
        Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            ID,
            "resource",
            resource,
            "refresh_token",
            tokens.refresh()));
  }

  /** The tokens of an answer; fails where it is another. */
  static Tokens tokens(HttpResponse<String> answer) {
    JsonObject given = Forms.json(Forms.expecting(200, answer));
    return new Tokens(given.getString("access_token"), given.getString("refresh_token"));
  }

  private HttpResponse<String> token(Map<String, String> form) {
    return Forms.post(URI.create(server.getString("token_endpoint")), form);
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
