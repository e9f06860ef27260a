package dev.gatehouse.gateway.policy;

import dev.gatehouse.policies.PolicySet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the operator, once for each set of policies, which tools its rules name that their upstream
 * does not have: such a rule is about nothing, and nobody would see it. Thread-safe.
 */
public final class NamedTools {
  private static final Logger LOG = System.getLogger(NamedTools.class.getName());

  /** Sets of policies times upstreams; beyond it what was told may be told again. */
  private static final int TOLD_MAX = 10_000;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * Hears what an upstream has.
   *
   * @param tools all of them, by its own names
   */
  public void listed(PolicySet policies, String upstream, Collection<String> tools) {
    if (told.size() >= TOLD_MAX) {
      told.clear();
    }
    if (told.add(policies.digest() + ' ' + upstream)) {
      policies
          .unknownTools(upstream, tools)
          .forEach(it -> LOG.log(Level.WARNING, "event=policy-warning at=" + it));
    }
  }
}
