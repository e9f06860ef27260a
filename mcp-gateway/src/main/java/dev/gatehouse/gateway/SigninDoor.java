package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.connect.Connect;
import dev.gatehouse.gateway.connect.PersonProof;
import dev.gatehouse.gateway.deciding.Entrance;
import dev.gatehouse.gateway.deciding.Paths;
import dev.gatehouse.gateway.identity.Credentials;
import dev.gatehouse.gateway.identity.Identification;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.signin.Answer;
import dev.gatehouse.gateway.signin.Asked;
import dev.gatehouse.gateway.signin.Client;
import dev.gatehouse.gateway.signin.Grant;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.signin.SigninSettings;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of the gateway's pages, as a client of our own sign-in: a person is whom the token is for,
 * by the same check that calls are under. Thread-safe.
 *
 * @param base the address of the gateway
 * @param client the part's id at the sign-in
 */
record SigninDoor(Signin signin, Identifier identifier, URI base, String client)
    implements PersonProof.Door, Entrance.Door {
  /** The page on which people connect upstreams. */
  static final String CONNECT = "gatehouse-connect";

  /** The pages on which people decide on held calls. */
  static final String APPROVALS = "gatehouse-approvals";

  @Override
  public String address(String redirect, String state, String challenge) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client);
    query.put("redirect_uri", redirect);
    query.put("state", state);
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    return base.resolve(SigninSettings.PATH + "/authorize?" + form(query)).toString();
  }

  @Override
  public Optional<String> owner(String code, String redirect, String verifier, String peer) {
    return principal(code, redirect, verifier, peer).map(Principal::owner);
  }

  @Override
  public Optional<Principal> principal(String code, String redirect, String verifier, String peer) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", client);
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", verifier);
    Answer answer =
        signin.answer(
            new Asked(
                "POST",
                SigninSettings.PATH + "/token",
                "",
                Map.of("content-type", "application/x-www-form-urlencoded"),
                form(form),
                peer));
    Optional<String> token = answer.status() == 200 ? token(answer.body()) : Optional.empty();
    return token
        .map(text -> identifier.identify(Credentials.bearer(text, peer)))
        .flatMap(
            found ->
                switch (found) {
                  case Identification.Known(Principal principal) -> Optional.of(principal);
                  case Identification.Challenged _ -> Optional.empty();
                });
  }

  /** The settings of a sign-in, with the pages that there are among its clients. */
  static SigninSettings withClient(SigninSettings settings, Configuration configuration) {
    Map<String, Client> clients = new LinkedHashMap<>(settings.clients());
    clients.put(
        APPROVALS,
        page(
            APPROVALS,
            "Gatehouse’s pages for deciding on calls",
            List.of(settings.issuer() + Paths.signedIn())));
    List<String> redirects =
        configuration.upstreams().stream()
            .filter(Grants::isConnected)
            .map(each -> settings.issuer() + Connect.signedInPath(each.name()))
            .toList();
    if (!redirects.isEmpty()) {
      clients.put(CONNECT, page(CONNECT, "Gatehouse’s page for connecting services", redirects));
    }
    return settings.withClients(clients);
  }

  private static Client page(String id, String name, List<String> redirects) {
    return new Client(
        id,
        name,
        redirects,
        new Client.Proof.None(),
        Set.of(Grant.AUTHORIZATION_CODE),
        List.of(),
        Client.Origin.CONFIGURED);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Optional<String> token(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      JsonObject json = reader.readObject();
      return Optional.of(json.getString("access_token", "")).filter(text -> !text.isEmpty());
    } catch (JsonException _) {
      return Optional.empty();
    }
  }
}
