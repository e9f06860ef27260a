package dev.gatehouse.gateway.transport;

import dev.gatehouse.gateway.identity.AccessToken;
import dev.gatehouse.gateway.identity.Credentials;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes out of an HTTP request what says who sent it. */
final class PresentedCredentials {
  /** Headers that are secrets or as good as secrets: nothing behind the edge sees them. */
  static final List<String> HEADERS = List.of("authorization", "dpop", "cookie");

  private static final HeaderName DPOP = HeaderNames.create("DPoP");

  private PresentedCredentials() {}

  /**
   * What this request brings.
   *
   * @param origin of the address that its client knows, which is what a proof is made for
   */
  static Credentials of(ServerRequest request, URI origin) {
    Optional<AccessToken> token =
        request
            .headers()
            .first(HeaderNames.AUTHORIZATION)
            .flatMap(value -> token(request, value, origin));
    return new Credentials(token, certificate(request), request.remotePeer().host());
  }

  private static Optional<AccessToken> token(ServerRequest request, String value, URI origin) {
    int blank = value.indexOf(' ');
    if (blank < 0) {
      return Optional.empty();
    }
    String text = value.substring(blank + 1).strip();
    return switch (value.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(AccessToken.bearer(text));
      case "dpop" -> Optional.of(new AccessToken(text, Optional.of(proof(request, origin))));
      default -> Optional.empty();
    };
  }

  private static AccessToken.Proof proof(ServerRequest request, URI origin) {
    List<String> headers =
        request.headers().contains(DPOP) ? request.headers().all(DPOP, List::of) : List.of();
    return new AccessToken.Proof(
        headers,
        request.prologue().method().text(),
        origin.resolve(request.path().absolute().rawPath()));
  }

  private static Optional<X509Certificate> certificate(ServerRequest request) {
    Optional<Certificate[]> chain = request.remotePeer().tlsCertificates();
    return chain.isPresent()
            && chain.get().length > 0
            && chain.get()[0] instanceof X509Certificate own
        ? Optional.of(own)
        : Optional.empty();
  }
}
