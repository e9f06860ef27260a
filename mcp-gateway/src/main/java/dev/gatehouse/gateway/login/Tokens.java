package dev.gatehouse.gateway.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What an issuer gave.
 *
 * @param access for the resource
 * @param refresh for another, where there is one
 * @param scopes that were granted
 * @param expires when the access token ends, where the issuer says so
 */
record Tokens(
    String access, Optional<String> refresh, Set<String> scopes, Optional<Instant> expires) {
  /** A call takes a while to arrive, and clocks differ. */
  static final Duration AHEAD = Duration.ofSeconds(60);

  Tokens {
    scopes = Set.copyOf(scopes);
  }

  /** Whether the access token is good for a while yet. */
  boolean isFresh(Instant now) {
    return expires.isEmpty() || now.plus(AHEAD).isBefore(expires.get());
  }

  /** Whether the access token is good at all. */
  boolean isGood(Instant now) {
    return expires.isEmpty() || now.isBefore(expires.get());
  }

  /** The same with this refresh token, where none came along: then it is good again. */
  Tokens orRefresh(String before) {
    return refresh.isPresent() ? this : new Tokens(access, Optional.of(before), scopes, expires);
  }

  /** The same where the refresh token is good no more. */
  Tokens withoutRefresh() {
    return new Tokens(access, Optional.empty(), scopes, expires);
  }

  /** What is no secret. */
  @Override
  public String toString() {
    return "Tokens[scopes=" + scopes + ", expires=" + expires + "]";
  }
}
