package dev.gatehouse.gateway.credentials;

import dev.gatehouse.gateway.credentials.PersonGrant.Tokens;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a token endpoint answers about a person's grant.
 *
 * <p>Source: RFC 6749 §5, §6.
 */
sealed interface TokenAnswer {

  /** Tokens. */
  record Given(Tokens tokens) implements TokenAnswer {}

  /** None, and none later either; in the server's word, where that is one of the standard's. */
  record Refused(String word) implements TokenAnswer {}

  /** Nothing at present. */
  record Away() implements TokenAnswer {}

  /** Words that may be shown, because they are no server's own. */
  Set<String> ERRORS =
      Set.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "invalid_target",
          "unauthorized_client",
          "unsupported_grant_type",
          "access_denied");

  /** A server that says more means something else. */
  Duration LIFETIME_MAX = Duration.ofDays(365);

  /**
   * Reads an answer.
   *
   * @param usual what holds where the answer does not say: the scopes, and the refresh token
   */
  static TokenAnswer of(
      SmallHttp.Answer answer, List<String> usual, Optional<Secret> refresh, Instant now) {
    if (answer.status() / 100 == 5 || answer.status() == 429) {
      return new Away();
    }
    Optional<JsonObject> said = MetadataDocuments.object(answer.text());
    if (answer.status() / 100 != 2 || said.isEmpty()) {
      String error = said.map(each -> each.getString("error", "")).orElse("");
      return new Refused(ERRORS.contains(error) ? error : "status-" + answer.status());
    }
    JsonObject json = said.get();
    Optional<String> access = token(json, "access_token");
    if (access.isEmpty() || !json.getString("token_type", "").equalsIgnoreCase("Bearer")) {
      return new Refused("no-bearer-token");
    }
    Optional<Instant> expires =
        json.get("expires_in") instanceof JsonNumber seconds && seconds.doubleValue() > 0
            ? Optional.of(
                now.plusSeconds(
                    (long) Math.min(seconds.doubleValue(), (double) LIFETIME_MAX.toSeconds())))
            : Optional.empty();
    List<String> scopes =
        json.get("scope") instanceof JsonString text
            ? List.of(text.getString().split(" ")).stream().filter(it -> !it.isEmpty()).toList()
            : usual;
    return new Given(
        new Tokens(
            new Secret(access.get()),
            token(json, "refresh_token").map(Secret::new).or(() -> refresh),
            scopes,
            now,
            expires));
  }

  private static Optional<String> token(JsonObject json, String member) {
    return Optional.of(json.getString(member, "")).filter(Token::isToken);
  }
}
