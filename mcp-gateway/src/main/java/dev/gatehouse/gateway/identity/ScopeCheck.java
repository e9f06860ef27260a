package dev.gatehouse.gateway.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Holds the scopes that a client was granted against what a call needs. Immutable.
 *
 * @param rules which calls need what
 * @param challenges how a client is told
 */
public record ScopeCheck(ScopeRules rules, Optional<Challenges> challenges) {
  /** For callers who bring no tokens, and so no scopes. */
  public static final ScopeCheck NONE = new ScopeCheck(ScopeRules.NONE, Optional.empty());

  public ScopeCheck {
    if (challenges.isEmpty() && !rules.all().isEmpty()) {
      throw new IllegalArgumentException("nobody could be told which scopes to ask for");
    }
  }

  /** What to tell a client that lacks a scope for this tool; nothing where it lacks none. */
  public Optional<Identification.Challenged> lacking(Principal principal, String tool) {
    Set<String> needed = rules.lacking(tool, principal.scopes());
    return needed.isEmpty()
        ? Optional.empty()
        : challenges.map(told -> told.insufficient(principal.scopes(), needed));
  }
}
