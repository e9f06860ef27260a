package dev.gatehouse.conformance.identity;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an administrator of the realm does, by the same requests as the console sends. Thread-safe.
 */
public final class KeycloakAdmin {
  private static final String JSON = "application/json";

  /** What of a service provider's metadata depends on where it runs, and on its keys. */
  private static final Set<String> OF_METADATA =
      Set.of(
          "saml_assertion_consumer_url_post",
          "saml.signing.certificate",
          "saml.encryption.certificate");

  /** Half of how long they are good. */
  private static final Duration SAME_TOKEN = Duration.ofSeconds(30);

  private final URI base;
  private final URI realm;
  private volatile Signed signed = new Signed("", System.nanoTime());

  private record Signed(String token, long nanoTime) {}

  KeycloakAdmin(URI base) {
    this.base = base;
    this.realm = base.resolve("/admin/realms/gatehouse");
  }

  /** An access token of the administrator, who is of another realm. */
  public String token() {
    Signed current = signed;
    if (!current.token().isEmpty()
        && System.nanoTime() - current.nanoTime() < SAME_TOKEN.toNanos()) {
      return current.token();
    }
    long now = System.nanoTime();
    HttpResponse<String> answer =
        Forms.post(
            base.resolve("/realms/master/protocol/openid-connect/token"),
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                Keycloak.ADMIN,
                "password",
                Keycloak.ADMIN_PASSWORD));
    String token = Forms.json(Forms.expecting(200, answer)).getString("access_token");
    signed = new Signed(token, now);
    return token;
  }

  /** Makes a new key that signs from now on, before all others; gives its id. */
  public String addKey() {
    int priority = 1 + keys().mapToInt(KeycloakAdmin::priority).max().orElse(100);
    JsonObject key =
        Json.createObjectBuilder()
            .add("name", "rsa-" + priority)
            .add("parentId", object("").getString("id"))
            .add("providerId", "rsa-generated")
            .add("providerType", "org.keycloak.keys.KeyProvider")
            .add(
                "config",
                Json.createObjectBuilder()
                    .add("priority", Json.createArrayBuilder().add(String.valueOf(priority)))
                    .add("keySize", Json.createArrayBuilder().add("2048"))
                    .add("algorithm", Json.createArrayBuilder().add("RS256")))
            .build();
    HttpResponse<String> made = send("POST", "/components", JSON, key.toString());
    String place = Forms.expecting(201, made).headers().firstValue("Location").orElseThrow();
    return place.substring(place.lastIndexOf('/') + 1);
  }

  /** The ids of the keys that sign tokens and SAML responses, also of those that only did. */
  public List<String> signingKeys() {
    return keys().map(key -> key.getString("id")).toList();
  }

  /** Lets a key sign no more; it is still published. */
  public void retireKey(String id) {
    JsonObject key = object("/components/" + id);
    JsonObjectBuilder config =
        Json.createObjectBuilder(key.getJsonObject("config"))
            .add("active", Json.createArrayBuilder().add("false"));
    String text = Json.createObjectBuilder(key).add("config", config).build().toString();
    Forms.expecting(204, send("PUT", "/components/" + id, JSON, text));
  }

  /** Forgets a key: what it signed is nobody's from now on. */
  public void deleteKey(String id) {
    Forms.expecting(204, send("DELETE", "/components/" + id, JSON, ""));
  }

  /** Puts a person into a group. */
  public void join(String person, String group) {
    Forms.expecting(204, send("PUT", membership(person, group), JSON, ""));
  }

  /** Takes a person out of a group. */
  public void leave(String person, String group) {
    Forms.expecting(204, send("DELETE", membership(person, group), JSON, ""));
  }

  /** Ends all sessions of a person. */
  public void signOut(String person) {
    Forms.expecting(204, send("POST", "/users/" + user(person) + "/logout", JSON, ""));
  }

  /** Sets where a client may have browsers sent back to. */
  public void redirects(String client, List<String> addresses) {
    JsonObject known = client(client);
    put(Json.createObjectBuilder(known).add("redirectUris", Json.createArrayBuilder(addresses)));
  }

  /**
   * Reads the metadata of a SAML service provider that the realm knows, as the console's import
   * does: its addresses and its certificates are those of the metadata from now on.
   */
  public void serviceProvider(String metadata) {
    JsonObject read =
        Forms.json(
            Forms.expecting(
                200, send("POST", "/client-description-converter", "application/xml", metadata)));
    JsonObject known = client(read.getString("clientId"));
    JsonObjectBuilder attributes = Json.createObjectBuilder(known.getJsonObject("attributes"));
    read.getJsonObject("attributes").entrySet().stream()
        .filter(attribute -> OF_METADATA.contains(attribute.getKey()))
        .forEach(attribute -> attributes.add(attribute.getKey(), attribute.getValue()));
    put(
        Json.createObjectBuilder(known)
            .add("redirectUris", read.getJsonArray("redirectUris"))
            .add("attributes", attributes));
  }

  private void put(JsonObjectBuilder client) {
    JsonObject all = client.build();
    Forms.expecting(204, send("PUT", "/clients/" + all.getString("id"), JSON, all.toString()));
  }

  private JsonObject client(String id) {
    return only(array("/clients?clientId=" + encoded(id)));
  }

  private String membership(String person, String group) {
    JsonObject found = only(array("/groups?exact=true&search=" + encoded(group)));
    return "/users/" + user(person) + "/groups/" + found.getString("id");
  }

  private String user(String name) {
    return only(array("/users?exact=true&username=" + encoded(name))).getString("id");
  }

  private Stream<JsonObject> keys() {
    return array("/components?type=org.keycloak.keys.KeyProvider").stream()
        .map(JsonValue::asJsonObject)
        .filter(key -> key.getString("providerId").equals("rsa-generated"));
  }

  private static int priority(JsonObject key) {
    JsonArray values = key.getJsonObject("config").getJsonArray("priority");
    return Integer.parseInt(((JsonString) values.getFirst()).getString());
  }

  private static JsonObject only(JsonArray found) {
    if (found.size() != 1) {
      throw new AssertionError("expected one, found " + found);
    }
    return found.getJsonObject(0);
  }

  private JsonObject object(String path) {
    return Forms.json(Forms.expecting(200, send("GET", path, JSON, "")));
  }

  private JsonArray array(String path) {
    String text = Forms.expecting(200, send("GET", path, JSON, "")).body();
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readArray();
    }
  }

  private HttpResponse<String> send(String method, String path, String type, String body) {
    return Forms.sent(
        HttpRequest.newBuilder(URI.create(realm + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
