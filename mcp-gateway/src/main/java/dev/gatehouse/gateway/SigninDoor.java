package dev.gatehouse.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.connect.Connect;
import dev.gatehouse.gateway.connect.PersonProof;
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
 * The page on which people connect upstreams, as a client of our own sign-in: a person is whom the
 * token is for, by the same check that calls are under. Thread-safe.
 *
 * @param base the address of the gateway
 */
record SigninDoor(Signin signin, Identifier identifier, URI base) implements PersonProof.Door {
  private static final String CLIENT = "gatehouse-connect";

  @Override
  public String address(String redirect, String state, String challenge) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", CLIENT);
    query.put("redirect_uri", redirect);
    query.put("state", state);
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    return base.resolve(SigninSettings.PATH + "/authorize?" + form(query)).toString();
  }

  @Override
  public Optional<String> owner(String code, String redirect, String verifier, String peer) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", CLIENT);
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
                  case Identification.Known(Principal principal) -> Optional.of(principal.owner());
                  case Identification.Challenged _ -> Optional.empty();
                });
  }

  /** The settings of a sign-in, with the page among its clients where people connect anything. */
  static SigninSettings withClient(SigninSettings settings, Configuration configuration) {
    List<String> redirects =
        configuration.upstreams().stream()
            .filter(Grants::isConnected)
            .map(each -> settings.issuer() + Connect.signedInPath(each.name()))
            .toList();
    if (redirects.isEmpty()) {
      return settings;
    }
    Map<String, Client> clients = new LinkedHashMap<>(settings.clients());
    clients.put(
        CLIENT,
        new Client(
            CLIENT,
            "Gatehouse’s page for connecting services",
            redirects,
            new Client.Proof.None(),
            Set.of(Grant.AUTHORIZATION_CODE),
            List.of(),
            Client.Origin.CONFIGURED));
    return settings.withClients(clients);
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
