package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Deciders;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.deciding.Viewer.Reach;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.identity.Role;
import java.util.Optional;
import java.util.Set;

/**
 * Tells how far somebody sees, and whether they decide: the same as for orders of the command line.
 *
 * <p>A token by which something acts for a person, or that a program has for its calls, sees what
 * that person asked for and no more, however far the person would see. Immutable.
 *
 * @param deciders tells people from what acts for them
 * @param asksRoles whether the configuration names roles; else the rules' groups are enough
 */
public record Viewers(Deciders deciders, boolean asksRoles) {

  Viewer of(Principal principal) {
    return switch (deciders.of(principal)) {
      case Deciders.Known.Nobody(String why) ->
          new Viewer(
              new Person(principal.name(), principal.issuer(), Set.of(), false),
              Reach.OWN,
              Optional.of(why));
      case Deciders.Known.Somebody(Person person) -> somebody(person, principal.roles());
    };
  }

  private Viewer somebody(Person person, Set<Role> roles) {
    if (person.isOwner()) {
      return owner(person);
    }
    if (!asksRoles) {
      return new Viewer(person, Reach.GROUPS, Optional.empty());
    }
    if (roles.contains(Role.APPROVER)) {
      return new Viewer(person, Reach.ALL, Optional.empty());
    }
    Reach reach = roles.contains(Role.AUDITOR) ? Reach.ALL : Reach.OWN;
    return new Viewer(
        person,
        reach,
        Optional.of("this needs the role " + Role.APPROVER.word() + ", which you do not have"));
  }

  /** Whose gateway it is. */
  static Viewer owner(Person owner) {
    return new Viewer(owner, Reach.ALL, Optional.empty());
  }
}
