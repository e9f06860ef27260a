package dev.gatehouse.gateway.identity;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which groups have which roles. Who may call tools is everybody who is known, unless some groups
 * are named for it.
 *
 * @param groups by role
 */
public record RoleGrants(Map<Role, List<String>> groups) {
  /** Nobody has a role, and everybody may call tools. */
  public static final RoleGrants NONE = new RoleGrants(Map.of());

  public RoleGrants {
    Map<Role, List<String>> copy = new EnumMap<>(Role.class);
    groups.forEach((role, names) -> copy.put(role, List.copyOf(names)));
    groups = Map.copyOf(copy);
  }

  /** The roles of somebody who is in these groups. */
  public Set<Role> of(List<String> memberOf) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    groups.forEach(
        (role, names) -> {
          if (memberOf.stream().anyMatch(names::contains)) {
            roles.add(role);
          }
        });
    if (!groups.containsKey(Role.AGENT)) {
      roles.add(Role.AGENT);
    }
    return roles;
  }
}
