package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.identity.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Tells people from what acts for them: a decision about a held call comes from a person, by a
 * program that they decide with, and never by one that calls tools in their name.
 *
 * <p>Immutable.
 *
 * @param issuer our own sign-in, where there is one
 * @param own clients of that sign-in by which people decide: its own
 * @param applications further ones, as tokens of any issuer name them
 */
public record Deciders(Optional<String> issuer, Set<String> own, Set<String> applications) {
  public Deciders {
    own = Set.copyOf(own);
    applications = Set.copyOf(applications);
  }

  /** Whether somebody is a person who decides. */
  public sealed interface Known {
    /** This one. */
    record Somebody(Person person) implements Known {}

    /**
     * Not.
     *
     * @param why for whoever is told, without what only strangers said
     */
    record Nobody(String why) implements Known {}
  }

  /** Whether this is a person who decides; in local mode it is the gateway's owner. */
  public Known of(Principal principal) {
    if (!principal.verified()) {
      return new Known.Somebody(owner(principal.name()));
    }
    if (!principal.actors().isEmpty()) {
      return new Known.Nobody(
          "this needs a token of the person alone, and somebody acts for them with this one");
    }
    if (!isTrusted(principal)) {
      return new Known.Nobody(
          "this needs a token that was given to a program to decide with, and this one was given to"
              + " "
              + principal.application().map(id -> "`" + id + "`").orElse("nobody named")
              + ": sign in by `gatehouse login`, or name that program in `approvals.applications`");
    }
    return new Known.Somebody(
        new Person(principal.name(), principal.issuer(), Set.copyOf(principal.groups()), false));
  }

  private boolean isTrusted(Principal principal) {
    boolean isOwn = principal.issuer().isPresent() && principal.issuer().equals(issuer);
    return principal
        .application()
        .filter(id -> applications.contains(id) || (isOwn && own.contains(id)))
        .isPresent();
  }

  /** The operating system's user, who owns what the gateway keeps. */
  public static Person owner(String user) {
    return new Person(user, Optional.empty(), Set.of(), true);
  }
}
