package dev.gatehouse.gateway.signin.oidc;

import dev.gatehouse.gateway.identity.ClaimPath;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The provider, and who we are to it.
 *
 * @param issuer exactly as in its tokens
 * @param clientId ours
 * @param clientSecret ours
 * @param callback where it sends browsers back to
 * @param scopes that are asked for; {@code openid} among them
 * @param name the claim that names a person to policies and people
 * @param groups the claim that lists a person's groups
 * @param skew allowed between its clock and ours
 */
public record OidcSettings(
    String issuer,
    String clientId,
    String clientSecret,
    URI callback,
    List<String> scopes,
    ClaimPath name,
    ClaimPath groups,
    Duration skew) {
  public OidcSettings {
    scopes = List.copyOf(scopes);
    if (!scopes.contains("openid")) {
      throw new IllegalArgumentException("expected openid among the scopes");
    }
  }

  /** Who, without the secret. */
  @Override
  public String toString() {
    return "OidcSettings[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
