package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Vote;
import dev.gatehouse.policies.Demand;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who may see a held call, and what there is for them to do. Pure.
 *
 * <p>What somebody may see is decided here. What they may do is decided where it happens; here it
 * is foretold, so that nobody is offered what would be refused.
 */
final class Concerns {
  private Concerns() {}

  /**
   * Whether it is any business of theirs.
   *
   * @param away for whom they decide, where that is somebody else too
   */
  static boolean sees(Viewer viewer, Approval approval, Optional<Person> away) {
    if (approval.isAskedBy(viewer.person())) {
      return true;
    }
    return switch (viewer.reach()) {
      case ALL -> true;
      case GROUPS -> !Collections.disjoint(groups(viewer, away), everAsked(approval));
      case OWN -> false;
    };
  }

  /** Those who have, or may yet have, a say. */
  private static Set<String> everAsked(Approval approval) {
    Set<String> groups = new HashSet<>(approval.breakGlass());
    for (Demand demand : approval.request().demands()) {
      groups.addAll(demand.deciders(true));
    }
    return groups;
  }

  /** Why they decide nothing about it, whatever its rules say. */
  static Optional<String> refusal(Viewer viewer, Approval approval) {
    return viewer.person().isOwner() && approval.request().requester().issuer().isPresent()
        ? Optional.of(
            "somebody who signed in asked for it: people who sign in decide it, not its owner")
        : viewer.refusal();
  }

  /** What they may do as it stands. */
  static Set<Act> acts(Viewer viewer, Approval approval, Optional<Person> away) {
    Set<Act> acts = EnumSet.noneOf(Act.class);
    if (approval.isOver()) {
      return acts;
    }
    boolean isPending = approval.state() == State.PENDING;
    if (approval.isAskedBy(viewer.person())) {
      acts.add(Act.WITHDRAW);
      if (isPending && approval.votes().isEmpty()) {
        acts.add(Act.JUSTIFY);
      }
    }
    if (refusal(viewer, approval).isPresent()) {
      return acts;
    }
    if (isPending) {
      addDeciding(acts, viewer, approval, away);
    } else if (isOf(viewer, approval.deciders()) || isOf(viewer, approval.breakGlass())) {
      acts.add(Act.REVOKE);
    }
    return acts;
  }

  private static void addDeciding(
      Set<Act> acts, Viewer viewer, Approval approval, Optional<Person> away) {
    Person person = viewer.person();
    if (approval.votes().stream().anyMatch(vote -> vote.by().isSame(person))) {
      acts.add(Act.RETRACT);
    }
    if (approval.isAskedBy(person) && !person.isOwner()) {
      return;
    }
    if (isOf(viewer, away, approval.deciders())) {
      acts.add(Act.DENY);
      acts.add(Act.CHANGE);
      if (!hasVoted(person, approval) && !lacksJustification(approval)) {
        acts.add(Act.APPROVE);
      }
    }
    if (!approval.breakGlass().isEmpty() && isOf(viewer, approval.breakGlass())) {
      acts.add(Act.BREAK_GLASS);
    }
  }

  /** Whether a decision waits for their yes or no. */
  static boolean isAwaited(Viewer viewer, Approval approval, Optional<Person> away) {
    Set<Act> acts = acts(viewer, approval, away);
    return acts.contains(Act.DENY) && !acts.contains(Act.RETRACT);
  }

  /** Whether its requester has to say first what it is for. */
  static boolean lacksJustification(Approval approval) {
    return approval.justification().isBlank()
        && approval.request().demands().stream().anyMatch(Demand::justify);
  }

  private static boolean hasVoted(Person person, Approval approval) {
    return approval.votes().stream()
        .anyMatch(vote -> vote.by().isSame(person) || isFor(vote, person));
  }

  private static boolean isFor(Vote vote, Person person) {
    return vote.forWhom().filter(person::isSame).isPresent();
  }

  private static boolean isOf(Viewer viewer, Set<String> groups) {
    return isOf(viewer, Optional.empty(), groups);
  }

  private static boolean isOf(Viewer viewer, Optional<Person> away, Set<String> groups) {
    return viewer.person().isOwner() || !Collections.disjoint(groups(viewer, away), groups);
  }

  private static Set<String> groups(Viewer viewer, Optional<Person> away) {
    Set<String> groups = new HashSet<>(viewer.person().groups());
    away.ifPresent(person -> groups.addAll(person.groups()));
    return groups;
  }
}
