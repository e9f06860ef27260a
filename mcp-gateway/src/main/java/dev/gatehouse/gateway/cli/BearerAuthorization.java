package dev.gatehouse.gateway.cli;

import dev.gatehouse.adapters.Authorization;
import dev.gatehouse.adapters.Conversation;
import dev.gatehouse.adapters.Credential;
import dev.gatehouse.adapters.Deadline;
import dev.gatehouse.adapters.UpstreamException;
import dev.gatehouse.gateway.login.Challenge;
import dev.gatehouse.gateway.login.LoginException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shows a gateway who calls, and says what would help where that is not enough. Thread-safe.
 *
 * @param name of the gateway, by which people sign in
 */
record BearerAuthorization(Bearer bearer, URI name) implements Authorization {
  /** A scope that means nothing to a shell: people copy the commands that we suggest. */
  private static final String HARMLESS = "[A-Za-z0-9._:/][A-Za-z0-9._:/-]{0,99}";

  /** A server's words beyond that help nobody. */
  private static final int SHOWN_MAX = 200;

  @Override
  public Credential credential(Conversation conversation, Deadline deadline)
      throws UpstreamException, InterruptedException {
    try {
      return bearer.token().map(Credential::bearer).orElse(Credential.NONE);
    } catch (LoginException e) {
      throw forbidden(e);
    }
  }

  @Override
  public Optional<Credential> refused(
      Conversation conversation, Credential shown, Refusal refusal, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Challenge challenge = Challenge.in(String.join(", ", refusal.challenges()));
    if (refusal.status() == 403) {
      throw forbidden(
          new LoginException(challenge.wantsScopes() ? missing(challenge) : notLetIn()));
    }
    String before = shown.headers().getOrDefault("Authorization", "");
    try {
      return switch (bearer) {
        case Bearer.Nobody() ->
            throw new LoginException("not signed in at %s: run %s".formatted(name, login("")));
        case Bearer.Given(String _) ->
            throw new LoginException(
                "%s does not accept the token of --token or $GATEHOUSE_TOKEN, or it has expired"
                    .formatted(name));
        case Bearer.Kept(var logins, var login) -> {
          String token = logins.another(login, before.substring(before.indexOf(' ') + 1));
          yield Optional.of(Credential.bearer(token));
        }
      };
    } catch (LoginException e) {
      throw forbidden(e);
    }
  }

  private String missing(Challenge challenge) {
    Set<String> granted =
        bearer instanceof Bearer.Kept(var _, var login) ? login.scopes() : Set.of();
    List<String> needed =
        challenge.scopes().stream().filter(scope -> !granted.contains(scope)).toList();
    String scopes = String.join(" ", needed);
    String shown = scopes.length() > SHOWN_MAX ? scopes.substring(0, SHOWN_MAX) + "…" : scopes;
    if (!needed.stream().allMatch(scope -> scope.matches(HARMLESS))) {
      return "this needs the scope `%s`, which was not granted".formatted(shown);
    }
    List<String> options = needed.stream().map(scope -> "--scope " + scope + " ").toList();
    return "this needs the scope `%s`, which was not granted: run %s"
        .formatted(shown, login(String.join("", options)));
  }

  private String notLetIn() {
    return name + " lets this caller do nothing: none of its groups has the role `agent`";
  }

  private String login(String options) {
    return "`gatehouse login " + options + name + "`";
  }

  private static UpstreamException forbidden(LoginException e) {
    return new UpstreamException(UpstreamException.Kind.FORBIDDEN, e.reason(), e);
  }
}
