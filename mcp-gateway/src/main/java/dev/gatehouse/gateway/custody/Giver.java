package dev.gatehouse.gateway.custody;

import java.util.Optional;

/**
 * Who gives an order, as far as it says.
 *
 * @param user of the operating system
 * @param token that shows who it is, where the gateway asks
 */
public record Giver(String user, Optional<String> token) {

  /** The user only: a token is a secret. */
  @Override
  public String toString() {
    return "Giver[" + user + "]";
  }
}
