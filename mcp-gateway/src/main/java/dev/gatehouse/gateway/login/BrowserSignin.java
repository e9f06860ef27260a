package dev.gatehouse.gateway.login;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signing in by a browser on this machine.
 *
 * <p>Guarantee: a code is used only where it came with our state, and from the issuer that was
 * asked; the issuer gives tokens for it only to who began.
 *
 * <p>Source: OAuth 2.1 §4.1; RFC 7636; RFC 8252; RFC 9207 §2.4.
 */
final class BrowserSignin {
  /** Somebody may have to find a phone first. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** An error in the words of the specifications; what else comes by browser is not shown. */
  private static final String ERROR = "[a-z_]{1,60}";

  private final Request request;
  private final TokenEndpoint tokens;
  private final RedirectCatcher catcher;
  private final Handles handles;

  BrowserSignin(Request request, TokenEndpoint tokens, RedirectCatcher catcher, Handles handles) {
    this.request = request;
    this.tokens = tokens;
    this.catcher = catcher;
    this.handles = handles;
  }

  /**
   * Has the person sign in.
   *
   * @param state that the catcher waits for
   */
  Tokens signIn(Client client, String state, Person person)
      throws LoginException, InterruptedException {
    URI endpoint = request.endpoint(request.server().authorization(), "by browser");
    String verifier = handles.fresh();
    person.visit(address(endpoint, client, state, Handles.challenge(verifier)));
    Map<String, String> returned =
        catcher
            .await(PATIENCE)
            .orElseThrow(() -> new LoginException("nobody signed in within ten minutes"));
    String code = code(returned);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", Registration.CODE);
    form.put("code", code);
    form.put("redirect_uri", catcher.address());
    form.put("code_verifier", verifier);
    return request.given(
        tokens.ask(request.server().token(), client, request.with(form, false), request.scopes()));
  }

  private URI address(URI endpoint, Client client, String state, String challenge) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", catcher.address());
    query.put("state", state);
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    if (request.scopes().contains(Logins.OFFLINE)) {
      // Source: OpenID Connect Core 1.0 §11.
      query.put("prompt", "consent");
    }
    String mark = endpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(endpoint + mark + Web.encoded(request.with(query, true)));
  }

  /** What was brought, once it is known who it is from. */
  private String code(Map<String, String> returned) throws LoginException {
    Optional<String> from = Optional.ofNullable(returned.get("iss"));
    boolean isFrom =
        from.isPresent()
            ? from.get().equals(request.server().issuer())
            : !request.server().sendsIssuer();
    if (!isFrom) {
      throw new LoginException(
          "what the browser brought is not from %s: somebody may have tampered with it"
              .formatted(request.server().issuer()));
    }
    if (returned.containsKey("error")) {
      String error = returned.getOrDefault("error", "");
      throw new LoginException(
          error.equals("access_denied")
              ? "the sign-in was refused: access_denied"
              : "the sign-in failed: "
                  + (error.matches(ERROR) ? error : "no reason that is known"));
    }
    return Optional.ofNullable(returned.get("code"))
        .filter(code -> !code.isEmpty())
        .orElseThrow(() -> new LoginException("the browser brought no code"));
  }
}
