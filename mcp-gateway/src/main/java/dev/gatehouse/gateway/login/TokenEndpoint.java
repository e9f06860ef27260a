package dev.gatehouse.gateway.login;

import dev.gatehouse.adapters.dial.Documents;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks an issuer for tokens.
 *
 * <p>Source: RFC 6749 §5; RFC 7009; RFC 8628 §3.5.
 */
final class TokenEndpoint {
  /** An issuer that says more means something else. */
  private static final long LIFETIME_SECONDS_MAX = Duration.ofDays(365).toSeconds();

  /** An error in the words of the specifications; what else a server writes is not shown. */
  private static final String ERROR = "[a-z_]{1,60}";

  /** As headers can carry them. */
  private static final String TOKEN = "[A-Za-z0-9._~+/-]+=*";

  /** What an issuer answers. */
  sealed interface Answer {
    /** Here they are. */
    record Given(Tokens tokens) implements Answer {}

    /**
     * It gives none.
     *
     * @param error why, in a word of the specifications
     */
    record Refused(String error) implements Answer {}

    /** It cannot tell now. */
    record Away(String reason) implements Answer {}
  }

  private final Web web;
  private final InstantSource clock;

  TokenEndpoint(Web web, InstantSource clock) {
    this.web = web;
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @param asked what for, with scopes that are granted where the answer names none
   * @param scopes those
   */
  Answer ask(URI endpoint, Client client, Map<String, String> asked, Set<String> scopes) {
    // Time passes while it answers: what it says counts from before.
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Documents.Answer answer;
    try {
      answer = web.postForm(endpoint, client.header(), client.form(asked));
    } catch (LoginException e) {
      return new Answer.Away(e.reason());
    }
    Optional<JsonObject> said = JsonText.object(answer.body());
    if (answer.status() == 200) {
      return said.flatMap(json -> tokens(json, scopes, now))
          .<Answer>map(Answer.Given::new)
          .orElseGet(() -> new Answer.Refused("no bearer token in its answer"));
    }
    Optional<String> error =
        said.flatMap(json -> JsonText.text(json, "error")).filter(word -> word.matches(ERROR));
    boolean isAway = (answer.status() / 100 == 5) || (answer.status() == 429);
    return isAway || error.isEmpty()
        ? new Answer.Away(
            "%s answers with HTTP status %d".formatted(endpoint.getAuthority(), answer.status()))
        : new Answer.Refused(error.get());
  }

  private static Optional<Tokens> tokens(JsonObject json, Set<String> scopes, Instant now) {
    String access = json.getString("access_token", "");
    if (!access.matches(TOKEN) || !json.getString("token_type", "").equalsIgnoreCase("Bearer")) {
      return Optional.empty();
    }
    OptionalLong seconds = JsonText.number(json, "expires_in");
    Optional<String> scope = JsonText.text(json, "scope");
    return Optional.of(
        new Tokens(
            access,
            JsonText.text(json, "refresh_token"),
            scope.isPresent()
                ? Set.copyOf(Scopes.all(Scopes.words(scope.get()), Set.of()))
                : scopes,
            seconds.isPresent()
                ? Optional.of(now.plusSeconds(Math.min(seconds.getAsLong(), LIFETIME_SECONDS_MAX)))
                : Optional.empty()));
  }

  /** Gives a token back; whether the issuer took it. */
  boolean revoke(URI endpoint, Client client, String token) throws LoginException {
    return web.postForm(endpoint, client.header(), client.form(Map.of("token", token))).status()
        == 200;
  }

  /** Whether the issuer still knows us, as far as it says. */
  boolean knows(URI revocation, Client client, String noToken) throws LoginException {
    Documents.Answer answer =
        web.postForm(revocation, client.header(), client.form(Map.of("token", noToken)));
    return answer.status() == 200
        || !JsonText.object(answer.body())
            .map(json -> json.getString("error", "").equals("invalid_client"))
            .orElse(false);
  }
}
