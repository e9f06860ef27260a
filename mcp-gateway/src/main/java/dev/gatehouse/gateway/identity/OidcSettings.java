package dev.gatehouse.gateway.identity;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which tokens are accepted.
 *
 * @param issuer exactly as in the token's {@code iss}; its discovery document names the keys
 * @param audience that a token must be meant for
 * @param nameClaim which claim names the principal
 * @param groupsClaim which claim lists its groups
 * @param algorithms of the signature, asymmetric ones only
 * @param clockSkew allowed between the issuer's clock and ours
 * @param metadata where our protected resource metadata is served; named in each challenge
 */
public record OidcSettings(
    URI issuer,
    String audience,
    String nameClaim,
    String groupsClaim,
    List<String> algorithms,
    Duration clockSkew,
    URI metadata) {
  public OidcSettings {
    algorithms = List.copyOf(algorithms);
  }
}
