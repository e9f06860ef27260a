package dev.gatehouse.gateway.approval;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who decides.
 *
 * @param name unique for the issuer
 * @param issuer who vouches; missing in local mode
 * @param groups as the issuer states them now
 * @param isOwner whether this is the operating system's user whose gateway it is: one person of any
 *     group, who may decide what the own agents ask for
 */
public record Person(String name, Optional<String> issuer, Set<String> groups, boolean isOwner) {
  /** Of which a person may bring as many; the rest would not be looked at by anybody. */
  static final int GROUPS_MAX = 2_000;

  public Person {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a person expected to have a name");
    }
    if (groups.size() > GROUPS_MAX) {
      throw new IllegalArgumentException("a person may be in at most " + GROUPS_MAX + " groups");
    }
    groups = Set.copyOf(groups);
  }

  /** Whether both are the same human being: the same name of two issuers is two people. */
  public boolean isSame(Person other) {
    return name.equals(other.name) && issuer.equals(other.issuer);
  }
}
