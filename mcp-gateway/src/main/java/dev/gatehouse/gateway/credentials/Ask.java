package dev.gatehouse.gateway.credentials;

import java.util.List;

/**
 * That somebody's call needs an upstream which this person has not connected.
 *
 * @param owner for whom, as {@link dev.gatehouse.adapters.Subject#owner()} says
 * @param person the same for people
 * @param scopes that the call needs, and those that were asked for before; none where the upstream
 *     does not say
 */
public record Ask(String owner, String person, String upstream, List<String> scopes) {
  public Ask {
    scopes = List.copyOf(scopes);
  }
}
