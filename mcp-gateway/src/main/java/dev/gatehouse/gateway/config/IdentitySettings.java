package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.IssuerSettings;
import dev.gatehouse.gateway.identity.RoleGrants;
import dev.gatehouse.gateway.identity.ScopeRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** How callers are told apart. Immutable. */
public sealed interface IdentitySettings {

  /**
   * Every caller is the operating-system user that runs the gateway, marked as unverified; only
   * where nobody but this machine can connect.
   */
  record Local() implements IdentitySettings {}

  /**
   * Callers bring access tokens of issuers.
   *
   * @param issuers with distinct names; beside them there may be the gateway itself
   * @param scopes that calls need
   * @param roles that groups have
   * @param resource the public address of this gateway, where it is not the one it listens on
   */
  record Tokens(
      List<IssuerSettings> issuers, ScopeRules scopes, RoleGrants roles, Optional<URI> resource)
      implements IdentitySettings {
    public Tokens {
      issuers = List.copyOf(issuers);
    }
  }
}
