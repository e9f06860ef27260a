package dev.gatehouse.gateway.login;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of an issuer, in whichever way.
 *
 * @param resource what tokens are to be for
 * @param scopes that they are to have
 */
record Request(AuthorizationServer server, String resource, Set<String> scopes) {
  Request {
    scopes = Set.copyOf(scopes);
  }

  /** These parameters with the resource, and the scopes where there are some. */
  Map<String, String> with(Map<String, String> own, boolean namesScopes) {
    Map<String, String> all = new LinkedHashMap<>(own);
    all.put("resource", resource);
    if (namesScopes && !scopes.isEmpty()) {
      all.put("scope", String.join(" ", scopes.stream().sorted().toList()));
    }
    return all;
  }

  /** What this answer brings; throws where it brings nothing. */
  Tokens given(TokenEndpoint.Answer answer) throws LoginException {
    return switch (answer) {
      case TokenEndpoint.Answer.Given(Tokens tokens) -> tokens;
      case TokenEndpoint.Answer.Refused(String error) ->
          throw new LoginException(server.issuer() + " gives no token: " + error);
      case TokenEndpoint.Answer.Away(String reason) -> throw new LoginException(reason);
    };
  }

  /** The endpoint, where it is there; else says what is missing. */
  URI endpoint(Optional<URI> endpoint, String what) throws LoginException {
    return endpoint.orElseThrow(
        () -> new LoginException(server.issuer() + " does not sign people in " + what));
  }
}
