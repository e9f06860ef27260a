package dev.gatehouse.gateway;

import dev.gatehouse.adapters.dial.Dialler;
import dev.gatehouse.gateway.audit.AccessSummaries;
import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.SigninConfiguration;
import dev.gatehouse.gateway.signin.LoginClient;
import dev.gatehouse.gateway.signin.PersonSource;
import dev.gatehouse.gateway.signin.SamlSource;
import dev.gatehouse.gateway.signin.Signin;
import dev.gatehouse.gateway.signin.oidc.OidcSource;
import dev.gatehouse.gateway.signin.saml.SamlKeyException;
import dev.gatehouse.gateway.signin.saml.SamlProvider;
import dev.gatehouse.recordings.EntryLog;
import java.time.InstantSource;
import java.util.Optional;

/** The gateway's own authorization server, as a configuration says. */
final class Signins {
  private static final String FILE = "signin.db";

  private Signins() {}

  /**
   * Where people sign in.
   *
   * @throws GatewayStartException where our own key for it cannot be had
   */
  static Optional<PersonSource> people(Configuration configuration, InstantSource clock)
      throws GatewayStartException {
    return configuration.signin().isPresent()
        ? Optional.of(
            source(configuration.signin().get().source(), Outbound.dialler(configuration), clock))
        : Optional.empty();
  }

  /** The server; its table is opened when it is first needed. */
  static Optional<Signin> open(
      Configuration configuration,
      Optional<PersonSource> people,
      EntryLog log,
      AccessSummaries access,
      InstantSource clock) {
    return configuration.signin().isEmpty()
        ? Optional.empty()
        : people.map(
            source ->
                Signin.open(
                    SigninDoor.withClient(
                        LoginClient.in(configuration.signin().get().settings()), configuration),
                    configuration.recordings().directory().resolve(FILE),
                    source,
                    log,
                    Outbound.dialler(configuration),
                    (peer, reason) -> access.count(peer, "signin-" + reason),
                    clock));
  }

  private static PersonSource source(
      SigninConfiguration.Source source, Dialler dialler, InstantSource clock)
      throws GatewayStartException {
    return switch (source) {
      case SigninConfiguration.Source.Oidc(var settings) -> new OidcSource(settings, dialler);
      case SigninConfiguration.Source.Saml(var settings) -> {
        try {
          yield new SamlSource(SamlProvider.open(settings, dialler, clock));
        } catch (SamlKeyException e) {
          throw new GatewayStartException("signin: " + e.getMessage());
        }
      }
    };
  }
}
