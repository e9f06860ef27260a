package dev.gatehouse.gateway.credentials;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is told of a grant: never a token. Immutable.
 *
 * @param owner for whom, as {@link dev.gatehouse.adapters.Subject#owner()} says
 * @param person the same for people
 * @param issuer the authorization server
 * @param scopes that were given
 * @param refreshed when the access token was given
 * @param expires when it ends, where that is known
 * @param renews whether there is a newer one to be had then
 */
public record GrantState(
    String owner,
    String person,
    String upstream,
    String issuer,
    List<String> scopes,
    Instant connected,
    Instant refreshed,
    Optional<Instant> expires,
    boolean renews) {
  public GrantState {
    scopes = List.copyOf(scopes);
  }

  static GrantState of(PersonGrant grant) {
    return new GrantState(
        grant.ask().owner(),
        grant.ask().person(),
        grant.ask().upstream(),
        grant.source().issuer(),
        grant.tokens().scopes(),
        grant.connected(),
        grant.tokens().given(),
        grant.tokens().expires(),
        grant.tokens().refresh().isPresent());
  }
}
