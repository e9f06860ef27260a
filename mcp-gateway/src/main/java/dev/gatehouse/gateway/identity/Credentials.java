package dev.gatehouse.gateway.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a request brings to say who sent it.
 *
 * @param token of its {@code Authorization} header
 * @param certificate that the client proved to hold when it connected, checked by then against the
 *     authorities that are configured
 * @param peer the address that it came from
 */
public record Credentials(
    Optional<AccessToken> token, Optional<X509Certificate> certificate, String peer) {

  /** Nothing but where it came from. */
  public static Credentials none(String peer) {
    return new Credentials(Optional.empty(), Optional.empty(), peer);
  }

  /** A bearer token. */
  public static Credentials bearer(String token, String peer) {
    return new Credentials(Optional.of(AccessToken.bearer(token)), Optional.empty(), peer);
  }

  /** What there is, and nothing of it: a token is a secret. */
  @Override
  public String toString() {
    return "Credentials["
        + token.map(each -> each + ", ").orElse("")
        + (certificate.isPresent() ? "certificate, " : "")
        + peer
        + "]";
  }
}
