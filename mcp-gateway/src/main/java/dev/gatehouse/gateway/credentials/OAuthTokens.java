package dev.gatehouse.gateway.credentials;

import dev.gatehouse.adapters.Authorization.Refusal;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks an authorization server for tokens.
 *
 * <p>Source: RFC 6749 §4.4 and §5, RFC 8693 §2, RFC 8707 §2.
 */
final class OAuthTokens implements TokenSource {
  /** Words that may be shown, because they are no server's own. */
  private static final Set<String> ERRORS =
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
  private static final Duration LIFETIME_MAX = Duration.ofDays(365);

  private final OAuthSettings settings;
  private final Trouble trouble;
  private final Discovery discovery;
  private final ClientProof proof;
  private final SmallHttp http;
  private final Map<String, String> grant;

  /**
   * By a grant.
   *
   * @param grant its parameters
   */
  OAuthTokens(
      OAuthSettings settings,
      Trouble trouble,
      Discovery discovery,
      ClientProof proof,
      SmallHttp http,
      Map<String, String> grant) {
    this.settings = settings;
    this.trouble = trouble;
    this.discovery = discovery;
    this.proof = proof;
    this.http = http;
    this.grant = grant;
  }

  @Override
  public void heard(Refusal refusal) {
    discovery.heard(refusal);
  }

  @Override
  public Token fetch(Deadline deadline) throws UpstreamException, InterruptedException {
    Discovery.Found found = discovery.find(deadline);
    ClientProof.Shown shown = proof.to(found.server());
    Map<String, String> form = new LinkedHashMap<>(grant);
    form.putAll(shown.form());
    List<String> scopes = settings.scopes().isEmpty() ? found.scopes() : settings.scopes();
    if (!scopes.isEmpty()) {
      form.put("scope", String.join(" ", scopes));
    }
    settings.resource().or(found::resource).ifPresent(name -> form.put("resource", name));
    settings.audience().ifPresent(name -> form.put("audience", name));
    SmallHttp.Answer answer;
    try {
      answer = http.post(found.server().tokenEndpoint(), shown.header(), form, deadline);
    } catch (IOException _) {
      discovery.forget();
      throw trouble.away("got no token: its authorization server cannot be reached");
    }
    return token(answer);
  }

  private Token token(SmallHttp.Answer answer) throws UpstreamException {
    Optional<JsonObject> said = MetadataDocuments.object(answer.text());
    if (answer.status() != 200) {
      throw refused(answer.status(), said);
    }
    String text = said.map(each -> each.getString("access_token", "")).orElse("");
    String type = said.map(each -> each.getString("token_type", "")).orElse("");
    if (!Token.isToken(text) || !type.equalsIgnoreCase("Bearer")) {
      throw trouble.forbidden("got no bearer token from its authorization server");
    }
    return new Token(text, said.flatMap(OAuthTokens::lifetime));
  }

  private UpstreamException refused(int status, Optional<JsonObject> said) {
    discovery.forget();
    if (status / 100 == 5 || status == 429) {
      return trouble.away("got no token: its authorization server answers with " + status);
    }
    String error =
        said.map(each -> each.getString("error", "")).filter(ERRORS::contains).orElse("");
    String word = error.isEmpty() ? "HTTP status " + status : "`" + error + "`";
    return trouble.forbidden("got no token: its authorization server refuses with " + word);
  }

  private static Optional<Duration> lifetime(JsonObject answer) {
    return answer.get("expires_in") instanceof JsonNumber seconds && seconds.doubleValue() > 0
        ? Optional.of(
            Duration.ofSeconds(
                (long) Math.min(seconds.doubleValue(), (double) LIFETIME_MAX.toSeconds())))
        : Optional.empty();
  }
}
