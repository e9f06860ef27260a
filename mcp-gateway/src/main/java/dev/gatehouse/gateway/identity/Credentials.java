package dev.gatehouse.gateway.identity;

import java.util.Optional;

/**
 * What a request brings to say who sent it.
 *
 * @param bearer the token of its {@code Authorization} header
 * @param peer the address that it came from
 */
public record Credentials(Optional<String> bearer, String peer) {

  /** The peer only: a token is a secret. */
  @Override
  public String toString() {
    return "Credentials[" + (bearer.isPresent() ? "bearer, " : "") + peer + "]";
  }
}
