package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.dial.Documents;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has issuers know us.
 *
 * <p>Source: RFC 7591; RFC 8252 §8.4; MCP 2026-07-28 basic/authorization/client-registration.
 */
final class Registration {
  static final String CODE = "authorization_code";
  static final String REFRESH = "refresh_token";
  static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  private final Web web;
  private final TokenEndpoint tokens;
  private final Handles handles;

  Registration(Web web, TokenEndpoint tokens, Handles handles) {
    this.web = web;
    this.tokens = tokens;
    this.handles = handles;
  }

  /**
   * What we are to this issuer: what the person says, what the issuer says, what we were the last
   * time, or what we become now.
   *
   * @param redirect where its answers by browser come to
   */
  Client client(
      AuthorizationServer server, Optional<String> said, Optional<Client> before, String redirect)
      throws LoginException {
    if (said.isPresent()) {
      return Client.known(said.get());
    }
    if (server.loginClient().isPresent()) {
      return Client.known(server.loginClient().get());
    }
    if (before.isPresent() && isKnown(server, before.get())) {
      return before.get();
    }
    return server.registration().isPresent()
        ? register(server, server.registration().get(), redirect)
        : nobody(server);
  }

  private static Client nobody(AuthorizationServer server) throws LoginException {
    throw new LoginException(
        server.issuer()
            + " lets no program register itself: have a public client registered there, with the"
            + " redirect address http://127.0.0.1/callback, and name it by --client-id");
  }

  /** An issuer forgets programs that nobody uses, and then shows that to the person only. */
  private boolean isKnown(AuthorizationServer server, Client client) throws LoginException {
    return server.revocation().isEmpty()
        || tokens.knows(server.revocation().get(), client, handles.fresh());
  }

  private Client register(AuthorizationServer server, URI endpoint, String redirect)
      throws LoginException {
    JsonArrayBuilder grants = Json.createArrayBuilder();
    Stream.of(CODE, REFRESH, DEVICE).filter(server::grants).forEach(grants::add);
    JsonObject asked =
        Json.createObjectBuilder()
            .add("client_name", "gatehouse login")
            .add("application_type", "native")
            .add("redirect_uris", Json.createArrayBuilder(List.of(redirect)))
            .add("grant_types", grants)
            .add("response_types", Json.createArrayBuilder(List.of("code")))
            .add("token_endpoint_auth_method", "none")
            .build();
    Documents.Answer answer = web.postJson(endpoint, asked.toString(), Map.of());
    Optional<JsonObject> said = JsonText.object(answer.body());
    Optional<String> id = said.flatMap(json -> JsonText.text(json, "client_id"));
    if (answer.status() / 100 != 2 || id.isEmpty()) {
      throw new LoginException(
          "%s did not register us (HTTP status %d): try again later, or name a client by --client-id"
              .formatted(server.issuer(), answer.status()));
    }
    Optional<String> secret = said.flatMap(json -> JsonText.text(json, "client_secret"));
    String method =
        said.flatMap(json -> JsonText.text(json, "token_endpoint_auth_method"))
            .orElse("client_secret_basic");
    boolean isPublic = method.equals("none");
    return new Client(
        id.get(),
        isPublic ? Optional.empty() : secret,
        method.equals("client_secret_basic"),
        Optional.of(redirect));
  }
}
