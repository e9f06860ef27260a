package dev.gatehouse.gateway.signin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a client wants.
 *
 * <p>Source: OAuth 2.1 §4.1.1; RFC 7636; RFC 8707.
 */
record AuthorizationRequests(SigninSettings settings) {
  private static final int STATE_CHARS_MAX = 2000;
  private static final String CHALLENGE = "[A-Za-z0-9_-]{43}";

  /** Where the answer is to go; throws where the client may not have it there. */
  static String redirect(Client client, Fields fields) throws RefusedException {
    if (fields.doubled().contains("redirect_uri")) {
      throw RefusedException.request("redirect-doubled", "redirect_uri came more than once");
    }
    Optional<String> asked = fields.get("redirect_uri");
    if (asked.isEmpty() && client.redirects().size() == 1) {
      return client.redirects().getFirst();
    }
    return asked
        .filter(
            address ->
                Redirects.isAllowed(address)
                    && client.redirects().stream()
                        .anyMatch(registered -> Redirects.match(registered, address)))
        .orElseThrow(
            () ->
                RefusedException.request(
                    "redirect", "the program wants the answer at an address that is not its own"));
  }

  Wanted wanted(Client client, String redirect, Fields fields) throws RefusedException {
    fields.onceEach();
    if (!client.grants().contains(Grant.AUTHORIZATION_CODE)) {
      throw new RefusedException(
          "unauthorized_client", "grant-type", "this client may not use authorization codes");
    }
    if (fields.get("request").isPresent() || fields.get("request_uri").isPresent()) {
      throw new RefusedException(
          "request_not_supported", "request-object", "request objects are not read");
    }
    if (!fields.required("response_type").equals("code")) {
      throw new RefusedException(
          "unsupported_response_type", "response-type", "expected response_type code");
    }
    if (!fields.get("response_mode").orElse("query").equals("query")) {
      throw RefusedException.request("response-mode", "expected response_mode query");
    }
    if (List.of(fields.get("prompt").orElse("").split(" ", -1)).contains("none")) {
      throw new RefusedException("login_required", "prompt-none", "a person has to be asked");
    }
    String challenge = fields.required("code_challenge");
    if (!fields.get("code_challenge_method").orElse("plain").equals("S256")
        || !challenge.matches(CHALLENGE)) {
      throw RefusedException.request("pkce", "expected a code_challenge of the method S256");
    }
    Optional<String> state = fields.get("state");
    if (state.isPresent() && state.get().length() > STATE_CHARS_MAX) {
      throw RefusedException.request("state-long", "state is longer than 2000 characters");
    }
    return new Wanted(
        client,
        settings.resource(fields.get("resource")),
        scopes(fields.get("scope")),
        new Wanted.Target.Redirect(redirect, state, challenge));
  }

  /** Those of the scopes that there are; which they were stands in the token's answer. */
  Set<String> scopes(Optional<String> asked) throws RefusedException {
    if (asked.isEmpty()) {
      return Set.copyOf(settings.usual());
    }
    Set<String> scopes = new LinkedHashSet<>(List.of(asked.get().strip().split(" +", -1)));
    scopes.retainAll(settings.scopes());
    if (scopes.isEmpty() && !settings.scopes().isEmpty()) {
      throw new RefusedException("invalid_scope", "scope", "there are no such scopes");
    }
    return scopes;
  }
}
