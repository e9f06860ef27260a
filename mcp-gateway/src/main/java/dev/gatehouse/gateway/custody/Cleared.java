package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.identity.Role;
import java.util.Set;

/**
 * Who gives an order, as far as it was found out.
 *
 * @param name for the log
 * @param known whether it is a person whose word about held calls counts
 * @param roles that they have
 * @param asksRoles whether anybody needs a role; else the groups that rules name are enough
 */
public record Cleared(String name, Deciders.Known known, Set<Role> roles, boolean asksRoles) {
  public Cleared {
    roles = Set.copyOf(roles);
  }

  /** Somebody of whom no more is known than what they are called. */
  public static Cleared named(String name) {
    return new Cleared(
        name, new Deciders.Known.Nobody("nobody has said who gives this"), Set.of(), false);
  }
}
