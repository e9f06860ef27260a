package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.FrontSettings;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.config.UpstreamSettings;
import dev.gatehouse.gateway.credentials.CredentialSettings;
import dev.gatehouse.gateway.credentials.OAuthSettings;
import dev.gatehouse.gateway.identity.CertificateIdentifier;
import dev.gatehouse.gateway.identity.Challenges;
import dev.gatehouse.gateway.identity.ClaimMapping;
import dev.gatehouse.gateway.identity.ClaimPath;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.identity.LocalIdentifier;
import dev.gatehouse.gateway.identity.PresentingIdentifier;
import dev.gatehouse.gateway.identity.ScopeCheck;
import dev.gatehouse.gateway.identity.TokenIdentifier;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.signin.SigninSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How callers are told apart, as a configuration says. */
final class Identities {
  private Identities() {}

  /**
   * Who tells callers apart.
   *
   * @param signin that gives tokens here, if any does
   */
  static Identifier identifier(
      Configuration configuration, Optional<Signin> signin, InstantSource clock) {
    return switch (configuration.identity()) {
      case IdentitySettings.Local() -> new LocalIdentifier(System.getProperty("user.name", "?"));
      case IdentitySettings.Tokens tokens ->
          certified(
              configuration,
              tokens,
              presenting(
                  configuration,
                  new TokenIdentifier(
                      issuers(configuration, tokens, signin),
                      challenges(configuration, tokens),
                      tokens.roles()::of,
                      clock,
                      Outbound.dialler(configuration))));
    };
  }

  /** The same, with certificates for who brings no token, where they are asked for. */
  private static Identifier certified(
      Configuration configuration, IdentitySettings.Tokens tokens, Identifier byToken) {
    return configuration
        .tls()
        .flatMap(FrontSettings::certificates)
        .<Identifier>map(
            rules ->
                new CertificateIdentifier(
                    rules, byToken, challenges(configuration, tokens), tokens.roles()::of))
        .orElse(byToken);
  }

  /** The same, with tokens left to be exchanged, where an upstream asks for that. */
  private static Identifier presenting(Configuration configuration, Identifier checked) {
    return exchangesTokens(configuration) ? new PresentingIdentifier(checked) : checked;
  }

  /** Whether an upstream is reached in the name of callers, by their tokens. */
  private static boolean exchangesTokens(Configuration configuration) {
    return configuration.upstreams().stream()
        .anyMatch(
            upstream ->
                upstream instanceof UpstreamSettings.Http http
                    && http.credentials().isPresent()
                    && http.credentials().get() instanceof CredentialSettings.OAuth(var oauth)
                    && oauth.grant() == OAuthSettings.Grant.TOKEN_EXCHANGE);
  }

  private static List<IssuerSettings> issuers(
      Configuration configuration, IdentitySettings.Tokens tokens, Optional<Signin> signin) {
    List<IssuerSettings> issuers = new ArrayList<>();
    if (signin.isPresent() && configuration.signin().isPresent()) {
      issuers.add(own(configuration.signin().get().settings(), signin.get()));
    }
    issuers.addAll(tokens.issuers());
    return issuers;
  }

  /** The tokens that we give ourselves are checked like any. */
  private static IssuerSettings own(SigninSettings settings, Signin signin) {
    return new IssuerSettings(
        settings.issuer(),
        settings.resources(),
        List.of("ES256"),
        new IssuerSettings.Keys.Ours(signin::keySet),
        new ClaimMapping(
            new ClaimPath("name"),
            ClaimMapping.STANDARD.groups(),
            ClaimMapping.STANDARD.scopes(),
            Optional.empty()),
        List.of(),
        List.of(),
        Duration.ZERO,
        Optional.empty(),
        false);
  }

  /** The scopes that clients need, as a configuration says. */
  static ScopeCheck scopes(Configuration configuration) {
    return switch (configuration.identity()) {
      case IdentitySettings.Local() -> ScopeCheck.NONE;
      case IdentitySettings.Tokens tokens ->
          new ScopeCheck(tokens.scopes(), Optional.of(challenges(configuration, tokens)));
    };
  }

  private static Challenges challenges(
      Configuration configuration, IdentitySettings.Tokens tokens) {
    return new Challenges(
        Listening.metadataUri(configuration, tokens), tokens.scopes().usual(), true);
  }
}
