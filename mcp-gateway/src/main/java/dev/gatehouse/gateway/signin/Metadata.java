package dev.gatehouse.gateway.signin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What clients may know of us: what is true, and no more. Source: RFC 8414 §2. */
final class Metadata {
  private Metadata() {}

  static JsonObject of(SigninSettings settings) {
    JsonObjectBuilder metadata =
        Json.createObjectBuilder()
            .add("issuer", settings.issuer())
            .add("authorization_endpoint", settings.at("/authorize"))
            .add("token_endpoint", settings.at("/token"))
            .add("revocation_endpoint", settings.at("/revoke"))
            .add("device_authorization_endpoint", settings.at("/device_authorization"))
            .add("jwks_uri", settings.at("/keys"))
            .add("response_types_supported", list("code"))
            .add("response_modes_supported", list("query"))
            .add("code_challenge_methods_supported", list("S256"))
            .add("authorization_response_iss_parameter_supported", true)
            .add("client_id_metadata_document_supported", settings.takesDocuments());
    methods(settings, metadata);
    JsonArrayBuilder grants = Json.createArrayBuilder();
    grants(settings).forEach(grant -> grants.add(grant.word()));
    metadata.add("grant_types_supported", grants);
    if (!settings.scopes().isEmpty()) {
      metadata.add("scopes_supported", Json.createArrayBuilder(settings.scopes()));
    }
    if (settings.takesRegistrations()) {
      metadata.add("registration_endpoint", settings.at("/register"));
    }
    if (settings.clients().containsKey(LoginClient.ID)) {
      metadata.add(LoginClient.MEMBER, LoginClient.ID);
    }
    if (settings.grants().isPresent()) {
      metadata.add(
          "authorization_grant_profiles_supported",
          list("urn:ietf:params:oauth:grant-profile:id-jag"));
    }
    return metadata.build();
  }

  private static void methods(SigninSettings settings, JsonObjectBuilder metadata) {
    JsonArrayBuilder methods = list("none", "client_secret_basic", "client_secret_post");
    boolean isSigned =
        settings.takesDocuments()
            || settings.clients().values().stream()
                .map(Client::proof)
                .anyMatch(
                    proof ->
                        proof instanceof Client.Proof.Keys || proof instanceof Client.Proof.KeysAt);
    if (isSigned) {
      methods.add("private_key_jwt");
      metadata.add(
          "token_endpoint_auth_signing_alg_values_supported",
          Json.createArrayBuilder(ClientProofs.ALGORITHMS));
    }
    metadata.add("token_endpoint_auth_methods_supported", methods);
  }

  private static Set<Grant> grants(SigninSettings settings) {
    Set<Grant> grants =
        EnumSet.of(Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN, Grant.DEVICE_CODE);
    settings.clients().values().stream()
        .filter(client -> client.grants().contains(Grant.CLIENT_CREDENTIALS))
        .forEach(_ -> grants.add(Grant.CLIENT_CREDENTIALS));
    if (settings.grants().isPresent()) {
      grants.add(Grant.JWT_BEARER);
    }
    return grants;
  }

  private static JsonArrayBuilder list(String... words) {
    return Json.createArrayBuilder(List.of(words));
  }
}
