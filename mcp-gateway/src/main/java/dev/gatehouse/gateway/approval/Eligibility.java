package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who may do what to an approval as it stands: empty, or a sentence that says why not. Pure. */
final class Eligibility {
  /** Of what people say for one decision. */
  static final int REASON_MAX = 2_000;

  /** Of what requesters say. */
  static final int JUSTIFICATION_MAX = 4_000;

  private static final String LONG =
      "too much has happened to it already; deny it, or withdraw it and call again";

  private Eligibility() {}

  static Optional<String> justifying(Approval approval, String text) {
    if (text.isBlank()) {
      return Optional.of("a justification expected to say something");
    }
    if (text.length() > JUSTIFICATION_MAX) {
      return Optional.of("a justification may have at most " + JUSTIFICATION_MAX + " characters");
    }
    if (approval.state() == State.PENDING && !approval.votes().isEmpty()) {
      return Optional.of("people have said yes to it already as it was");
    }
    return free(approval);
  }

  static Optional<String> approving(Approval approval, Event.Approved event) {
    return free(approval)
        .or(() -> deciding(approval, event.by(), event.forWhom(), event.reason()))
        .or(() -> stale(approval, event.seen()))
        .or(() -> unjustified(approval))
        .or(() -> voted(approval, event.by(), event.forWhom()));
  }

  static Optional<String> denying(Approval approval, Event.Denied event) {
    return pending(approval)
        .or(() -> deciding(approval, event.by(), event.forWhom(), event.reason()));
  }

  static Optional<String> narrowing(Approval approval, Event.Narrowed event) {
    return free(approval)
        .or(() -> deciding(approval, event.by(), event.forWhom(), event.reason()))
        .or(() -> stale(approval, event.seen()))
        .or(() -> Arguments.problem(event.argumentsJson(), approval.argumentsJson()));
  }

  static Optional<String> breaking(Approval approval, Event.GlassBroken event) {
    Person by = event.by();
    Set<String> groups = Ballot.breakGlass(approval);
    if (groups.isEmpty()) {
      return pending(approval).or(() -> Optional.of("its rules let nobody break the glass"));
    }
    return pending(approval)
        .or(() -> own(approval, by))
        .or(() -> by.isOwner() ? Optional.empty() : outside(groups, by.groups(), "break the glass"))
        .or(
            () ->
                event.reason().isBlank()
                    ? Optional.of("breaking the glass needs a reason")
                    : tooLong(event.reason()))
        .or(() -> stale(approval, event.seen()));
  }

  static Optional<String> withdrawing(Approval approval, String reason) {
    return approval.isOpen() ? tooLong(reason) : Optional.of(over(approval));
  }

  static Optional<String> retracting(Approval approval, Person by) {
    return free(approval)
        .or(
            () ->
                approval.votes().stream().anyMatch(vote -> vote.by().isSame(by))
                    ? Optional.empty()
                    : Optional.of("you have not said yes to it"));
  }

  static Optional<String> revoking(Approval approval, Event.Revoked event) {
    if (approval.state() == State.PENDING) {
      return Optional.of("nobody has granted it yet; deny it instead");
    }
    if (approval.isOver()) {
      return Optional.of(over(approval));
    }
    Set<String> groups = new TreeSet<>(Ballot.deciders(approval));
    groups.addAll(Ballot.breakGlass(approval));
    Person by = event.by();
    return by.isOwner()
        ? tooLong(event.reason())
        : outside(groups, by.groups(), "revoke it").or(() -> tooLong(event.reason()));
  }

  /** As it stands in the log: who decides, and for whom. */
  static String named(Person by, Optional<Person> forWhom) {
    return by.name() + forWhom.map(away -> " for " + away.name()).orElse("");
  }

  private static Optional<String> deciding(
      Approval approval, Person by, Optional<Person> forWhom, String reason) {
    return own(approval, by)
        .or(() -> forWhom.flatMap(away -> standingIn(approval, by, away)))
        .or(
            () ->
                by.isOwner()
                    ? Optional.empty()
                    : outside(Ballot.deciders(approval), groups(by, forWhom), "decide on it"))
        .or(() -> tooLong(reason));
  }

  private static Optional<String> standingIn(Approval approval, Person by, Person away) {
    if (by.isSame(away)) {
      return Optional.of("nobody stands in for oneself");
    }
    return approval.isAskedBy(away)
        ? Optional.of("`" + away.name() + "` asked for it, so nobody decides in that name")
        : Optional.empty();
  }

  private static Set<String> groups(Person by, Optional<Person> forWhom) {
    Set<String> groups = new TreeSet<>(by.groups());
    forWhom.ifPresent(away -> groups.addAll(away.groups()));
    return groups;
  }

  private static Optional<String> own(Approval approval, Person by) {
    return approval.isAskedBy(by) && !by.isOwner()
        ? Optional.of("you asked for it, or what acts for you did: others decide")
        : Optional.empty();
  }

  private static Optional<String> outside(Set<String> groups, Set<String> of, String does) {
    return Collections.disjoint(groups, of)
        ? Optional.of(
            "you are in none of the groups that may "
                + does
                + ": `"
                + String.join("`, `", new TreeSet<>(groups))
                + "`")
        : Optional.empty();
  }

  private static Optional<String> stale(Approval approval, String seen) {
    return approval.seen().equals(seen) ? Optional.empty() : Optional.of(Transitions.STALE);
  }

  private static Optional<String> unjustified(Approval approval) {
    boolean isWanted = approval.request().demands().stream().anyMatch(Demand::justify);
    return isWanted && approval.justification().isBlank()
        ? Optional.of("its rule wants the requester to say first what it is for")
        : Optional.empty();
  }

  /** A person counts once, whether deciding or away. */
  private static Optional<String> voted(Approval approval, Person by, Optional<Person> forWhom) {
    for (Vote vote : approval.votes()) {
      if (vote.by().isSame(by)) {
        return Optional.of("you have said yes to it already");
      }
      if (vote.isOf(by)) {
        return Optional.of("`" + vote.by().name() + "` has said yes to it for you");
      }
      if (forWhom.filter(vote::isOf).isPresent()) {
        return Optional.of("`" + forWhom.get().name() + "` has a part in a yes already");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> free(Approval approval) {
    return pending(approval)
        .or(() -> Transitions.isLong(approval) ? Optional.of(LONG) : Optional.empty());
  }

  private static Optional<String> pending(Approval approval) {
    return switch (approval.state()) {
      case PENDING -> Optional.empty();
      case GRANTED -> Optional.of("it was granted already");
      case DENIED, EXPIRED, WITHDRAWN, USED, LAPSED, REVOKED -> Optional.of(over(approval));
    };
  }

  private static Optional<String> tooLong(String reason) {
    return reason.length() > REASON_MAX
        ? Optional.of("a reason may have at most " + REASON_MAX + " characters")
        : Optional.empty();
  }

  /** How it ended, in words. */
  static String over(Approval approval) {
    return switch (approval.state()) {
      case PENDING -> "nobody has decided on it yet";
      case GRANTED -> "it is granted";
      case DENIED -> "it was denied already";
      case EXPIRED -> "it expired: nobody decided in time";
      case WITHDRAWN -> "it was withdrawn";
      case USED -> "its grant was used already";
      case LAPSED -> "its grant was not used in time";
      case REVOKED -> "its grant was revoked";
    };
  }
}
