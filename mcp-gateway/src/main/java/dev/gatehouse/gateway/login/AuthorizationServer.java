package dev.gatehouse.gateway.login;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an authorization server says of itself.
 *
 * <p>Source: RFC 8414 §2; RFC 8628 §4; RFC 9207 §3.
 *
 * @param issuer its name
 * @param sendsIssuer whether its answers by browser say who they are from
 * @param challenges the methods of PKCE; empty where it does not say
 * @param grants the grant types; empty where it does not say
 * @param scopes that there are; empty where it does not say
 * @param loginClient the client that this program is there without registering, as a gateway's own
 *     sign-in says
 */
record AuthorizationServer(
    String issuer,
    Optional<URI> authorization,
    URI token,
    Optional<URI> device,
    Optional<URI> registration,
    Optional<URI> revocation,
    boolean sendsIssuer,
    List<String> challenges,
    List<String> grants,
    List<String> scopes,
    Optional<String> loginClient) {

  AuthorizationServer {
    challenges = List.copyOf(challenges);
    grants = List.copyOf(grants);
    scopes = List.copyOf(scopes);
  }

  /**
   * As its metadata say.
   *
   * @param issuer its name, which theirs has been compared with
   * @param at where it is
   * @throws LoginException where an address in them is not to be used
   */
  static AuthorizationServer of(JsonObject metadata, String issuer, URI at) throws LoginException {
    return new AuthorizationServer(
        issuer,
        endpoint(metadata, "authorization_endpoint", at),
        endpoint(metadata, "token_endpoint", at)
            .orElseThrow(
                () -> new LoginException("the issuer " + at + " has no token endpoint to ask")),
        endpoint(metadata, "device_authorization_endpoint", at),
        endpoint(metadata, "registration_endpoint", at),
        endpoint(metadata, "revocation_endpoint", at),
        metadata.getBoolean("authorization_response_iss_parameter_supported", false),
        JsonText.texts(metadata, "code_challenge_methods_supported"),
        JsonText.texts(metadata, "grant_types_supported"),
        JsonText.texts(metadata, "scopes_supported"),
        JsonText.text(metadata, "gatehouse_login_client"));
  }

  private static Optional<URI> endpoint(JsonObject metadata, String member, URI at)
      throws LoginException {
    Optional<String> text = JsonText.text(metadata, member);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> found = text.flatMap(Places::parsed).filter(uri -> Places.isUsable(uri, at));
    if (found.isEmpty()) {
      throw new LoginException(
          "the `%s` of the issuer %s is not reached by https".formatted(member, at));
    }
    return found;
  }

  /** Whether it may be asked in this way; servers that do not say take codes. */
  boolean grants(String type) {
    return grants.isEmpty() || grants.contains(type);
  }
}
