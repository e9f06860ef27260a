package dev.gatehouse.gateway.identity;

import dev.gatehouse.adapters.Subject;
import dev.gatehouse.gateway.identity.presented.PresentedToken;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Someone who was identified: the person or workload for whom things are done, and through whom.
 *
 * @param name unique for its issuer
 * @param issuer who vouches; missing in local mode
 * @param groups as the issuer states them
 * @param roles that the configuration gives to these groups
 * @param scopes that the client was granted
 * @param application the client's verified id, which is not what it calls itself
 * @param actors who act for the principal, the nearest to us first
 * @param claims of the token; empty in local mode
 * @param expires when what it was identified by ends
 * @param verified false in local mode, where the operating system's user is taken at its word
 * @param presented the token that it brought, where that may be exchanged for others
 */
public record Principal(
    String name,
    Optional<String> issuer,
    List<String> groups,
    Set<Role> roles,
    Set<String> scopes,
    Optional<String> application,
    List<Actor> actors,
    JsonObject claims,
    Optional<Instant> expires,
    boolean verified,
    Optional<PresentedToken> presented)
    implements Subject {
  public Principal {
    groups = List.copyOf(groups);
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    actors = List.copyOf(actors);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a principal expected to have a name");
    }
  }

  /** Without a token that may be exchanged. */
  public Principal(
      String name,
      Optional<String> issuer,
      List<String> groups,
      Set<Role> roles,
      Set<String> scopes,
      Optional<String> application,
      List<Actor> actors,
      JsonObject claims,
      Optional<Instant> expires,
      boolean verified) {
    this(
        name,
        issuer,
        groups,
        roles,
        scopes,
        application,
        actors,
        claims,
        expires,
        verified,
        Optional.empty());
  }

  /** The same, with the token that it brought. */
  Principal presenting(PresentedToken token) {
    return new Principal(
        name,
        issuer,
        groups,
        roles,
        scopes,
        application,
        actors,
        claims,
        expires,
        verified,
        Optional.of(token));
  }

  /** The same name of two issuers is two people. */
  @Override
  public String owner() {
    return issuer.orElse("") + ' ' + name;
  }

  /**
   * The operating system's user, whom nobody vouches for, and who owns what the gateway keeps: so
   * has every role.
   */
  public static Principal local(String user) {
    return new Principal(
        user,
        Optional.empty(),
        List.of(),
        Set.of(Role.values()),
        Set.of(),
        Optional.empty(),
        List.of(),
        JsonValue.EMPTY_JSON_OBJECT,
        Optional.empty(),
        false);
  }
}
