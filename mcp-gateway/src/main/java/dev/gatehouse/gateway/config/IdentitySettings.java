package dev.gatehouse.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How callers are told apart. Immutable. */
public sealed interface IdentitySettings {

  /**
   * Every caller is the operating-system user that runs the gateway, marked as unverified; only
   * where nobody but this machine can connect.
   */
  record Local() implements IdentitySettings {}

  /**
   * Callers bring a bearer token of one OpenID Connect issuer.
   *
   * @param issuer its address as it stands in the tokens; its keys are found by discovery
   * @param audience what the tokens must be made for
   * @param nameClaim the claim that names the principal to policies and people
   * @param groupsClaim the claim that lists groups; a token without it has none
   * @param clockSkew how far the issuer's clock may be off
   * @param algorithms the signature algorithms that are accepted, all asymmetric
   * @param resource the public address of this gateway, where it is not the one it listens on
   */
  record Oidc(
      URI issuer,
      String audience,
      String nameClaim,
      String groupsClaim,
      Duration clockSkew,
      List<String> algorithms,
      Optional<URI> resource)
      implements IdentitySettings {
    public Oidc {
      algorithms = List.copyOf(algorithms);
      if (algorithms.isEmpty()) {
        throw new IllegalArgumentException("expected at least one algorithm");
      }
    }
  }
}
