package dev.gatehouse.gateway.credentials;

import java.net.URI;

/**
 * A person's way to an authorization server and back. Immutable; shows nothing.
 *
 * @param ask with the scopes that are asked for
 * @param browser the digest of what binds it to the browser that began it
 * @param verifier of PKCE
 * @param resource letter by letter
 * @param redirect where the browser comes back to
 */
record CodeTrip(
    Ask ask,
    String browser,
    CodeServer server,
    CodeClient client,
    String verifier,
    String resource,
    URI redirect) {
  @Override
  public String toString() {
    return "CodeTrip[" + ask.upstream() + "]";
  }
}
