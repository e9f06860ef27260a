package dev.gatehouse.gateway.identity;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The token of an {@code Authorization} header.
 *
 * @param proof what shows that its bearer holds a key, where it came by the scheme {@code DPoP};
 *     missing where it came as {@code Bearer}
 */
public record AccessToken(String text, Optional<Proof> proof) {

  /**
   * A request as it proves the possession of a key.
   *
   * <p>Source: RFC 9449 §4.
   *
   * @param headers the values of {@code DPoP}, of which there should be one
   * @param method of HTTP
   * @param uri where the request went, as the client knows it
   */
  public record Proof(List<String> headers, String method, URI uri) {
    public Proof {
      headers = List.copyOf(headers);
    }

    /** The request only: proofs are as good as secrets while they last. */
    @Override
    public String toString() {
      return "Proof[" + method + " " + uri + "]";
    }
  }

  /** A bearer token. */
  public static AccessToken bearer(String text) {
    return new AccessToken(text, Optional.empty());
  }

  /** The kind only: a token is a secret. */
  @Override
  public String toString() {
    return "AccessToken[" + (proof.isPresent() ? "dpop" : "bearer") + "]";
  }
}
