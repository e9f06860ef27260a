package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads what servers say of themselves at well-known addresses. Thread-safe. */
final class MetadataDocuments {
  private final SmallHttp http;
  private final Trouble trouble;

  MetadataDocuments(SmallHttp http, Trouble trouble) {
    this.http = http;
    this.trouble = trouble;
  }

  /** The document at an address; nothing where there is none. */
  Optional<JsonObject> at(URI address, Deadline deadline)
      throws UpstreamException, InterruptedException {
    SmallHttp.Answer answer;
    try {
      answer = http.get(address, deadline);
    } catch (IOException _) {
      throw trouble.away("got no token: the metadata at " + address.getHost() + " cannot be read");
    }
    if (answer.status() / 100 == 5) {
      throw trouble.away(
          "got no token: the metadata at " + address.getHost() + " cannot be read now");
    }
    return answer.status() == 200 ? object(answer.text()) : Optional.empty();
  }

  /** The authorization server of this name. */
  AuthorizationServer server(String issuer, Deadline deadline)
      throws UpstreamException, InterruptedException {
    return server(document(issuer, deadline));
  }

  /** What the authorization server of this name says of itself. */
  JsonObject document(String issuer, Deadline deadline)
      throws UpstreamException, InterruptedException {
    String name = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    Optional<URI> base = Origins.parsed(name).filter(Origins::isConfidential);
    if (base.isEmpty()) {
      throw trouble.forbidden("has an authorization server that is not reached by https");
    }
    for (URI address : addresses(base.get())) {
      Optional<JsonObject> document = at(address, deadline);
      if (document.isPresent()) {
        return named(issuer, name, document.get());
      }
    }
    throw trouble.forbidden("has an authorization server without metadata; give `token-endpoint`");
  }

  private JsonObject named(String issuer, String bare, JsonObject document)
      throws UpstreamException {
    String named = document.getString("issuer", "");
    if (!named.equals(issuer) && !named.equals(bare)) {
      throw trouble.forbidden("has an authorization server whose metadata bear another name");
    }
    return document;
  }

  private AuthorizationServer server(JsonObject document) throws UpstreamException {
    URI endpoint =
        Origins.parsed(document.getString("token_endpoint", ""))
            .filter(Origins::isConfidential)
            .orElseThrow(
                () -> trouble.forbidden("has an authorization server without a token endpoint"));
    return new AuthorizationServer(
        endpoint,
        document.getString("issuer"),
        texts(document, "token_endpoint_auth_methods_supported"));
  }

  /** Where a server of this name has its metadata, the first that is there. */
  private static List<URI> addresses(URI issuer) {
    String path = Origins.path(issuer);
    URI oauth = issuer.resolve("/.well-known/oauth-authorization-server" + path);
    URI openid = issuer.resolve("/.well-known/openid-configuration" + path);
    return path.isEmpty()
        ? List.of(oauth, openid)
        : List.of(oauth, openid, issuer.resolve(path + "/.well-known/openid-configuration"));
  }

  /** The texts of a list; none where it is no list. */
  static List<String> texts(JsonObject document, String member) {
    return document.get(member) instanceof JsonArray array
        ? array.stream()
            .filter(JsonString.class::isInstance)
            .map(text -> ((JsonString) text).getString())
            .toList()
        : List.of();
  }

  /** An object; nothing where the text is none. */
  static Optional<JsonObject> object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return Optional.of(reader.readObject());
    } catch (RuntimeException _) {
      // It is no JSON, no object, or nested deeper than the parser goes.
      return Optional.empty();
    }
  }
}
