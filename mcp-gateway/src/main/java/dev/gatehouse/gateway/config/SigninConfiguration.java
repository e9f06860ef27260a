package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.signin.SigninSettings;
import dev.gatehouse.gateway.signin.oidc.OidcSettings;
import dev.gatehouse.gateway.signin.saml.SamlSettings;

/**
 * Gatehouse as an authorization server. Immutable.
 *
 * @param settings what clients get of it
 * @param source where people sign in
 */
public record SigninConfiguration(SigninSettings settings, Source source) {

  /** A company's identity provider. */
  public sealed interface Source {
    /** One of OpenID Connect. */
    record Oidc(OidcSettings settings) implements Source {}

    /** One of SAML 2.0. */
    record Saml(SamlSettings settings) implements Source {}
  }
}
