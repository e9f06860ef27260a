package dev.gatehouse.gateway;

import dev.gatehouse.gateway.config.Configuration;
import dev.gatehouse.gateway.config.IdentitySettings;
import dev.gatehouse.gateway.identity.Identifier;
import dev.gatehouse.gateway.identity.LocalIdentifier;
import dev.gatehouse.gateway.identity.OidcIdentifier;
import dev.gatehouse.gateway.identity.OidcSettings;

/** How callers are told apart, as a configuration says. */
final class Identities {
  private Identities() {}

  static Identifier identifier(Configuration configuration) {
    return switch (configuration.identity()) {
      case IdentitySettings.Local() -> new LocalIdentifier(System.getProperty("user.name", "?"));
      case IdentitySettings.Oidc oidc ->
          new OidcIdentifier(
              new OidcSettings(
                  oidc.issuer(),
                  oidc.audience(),
                  oidc.nameClaim(),
                  oidc.groupsClaim(),
                  oidc.algorithms(),
                  oidc.clockSkew(),
                  Listening.metadataUri(configuration, oidc)));
    };
  }
}
