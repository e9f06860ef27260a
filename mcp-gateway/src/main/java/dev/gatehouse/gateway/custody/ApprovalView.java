package dev.gatehouse.gateway.custody;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Delegation;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.Requester;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.identity.Role;
import dev.gatehouse.recordings.RecordingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person sees of held calls: approvers and auditors all of them, others what they asked for,
 * and where nobody needs a role what they have a say in. Immutable.
 *
 * @param roles that they have
 * @param asksRoles whether anybody needs a role
 * @param delegations that are in force
 */
record ApprovalView(
    Person person, Set<Role> roles, boolean asksRoles, List<Delegation> delegations) {
  /** As many are looked at for one list: those that can be open at one time, and some. */
  private static final int PAGES_MAX = 10;

  ApprovalView {
    roles = Set.copyOf(roles);
    delegations = List.copyOf(delegations);
  }

  /** Whether this one is their business. */
  boolean sees(Approval approval) {
    return seesAll()
        || approval.isAskedBy(person)
        || (!asksRoles && !Collections.disjoint(groups(), everAsked(approval)));
  }

  /** Those who have, or may yet have, a say. */
  private static Set<String> everAsked(Approval approval) {
    Set<String> groups = new HashSet<>(approval.breakGlass());
    approval.request().demands().forEach(demand -> groups.addAll(demand.deciders(true)));
    return groups;
  }

  private boolean seesAll() {
    return person.isOwner() || roles.contains(Role.APPROVER) || roles.contains(Role.AUDITOR);
  }

  /** Their own, and those of whom they stand in for. */
  private Set<String> groups() {
    Set<String> groups = new HashSet<>(person.groups());
    delegations.stream()
        .filter(each -> each.isTo(person))
        .forEach(each -> groups.addAll(each.from().groups()));
    return groups;
  }

  /** Those of a list that they see, the newest first; at most one page of them. */
  List<Approval> listed(Approvals approvals, ApprovalOrder.Which which) throws RecordingException {
    Listing listing =
        switch (which) {
          case WAITING -> Listing.of(State.PENDING);
          case DECIDED ->
              Listing.of(
                  State.GRANTED,
                  State.DENIED,
                  State.EXPIRED,
                  State.WITHDRAWN,
                  State.USED,
                  State.LAPSED,
                  State.REVOKED);
          case MINE -> Listing.of().ofOwner(owner());
          case ALL -> Listing.of();
        };
    List<Approval> seen = new ArrayList<>();
    for (int page = 0; page < PAGES_MAX; page++) {
      List<Approval> found = approvals.list(listing);
      found.stream().filter(this::sees).limit(Listing.LIMIT_MAX - seen.size()).forEach(seen::add);
      if (found.size() < Listing.LIMIT_MAX || seen.size() >= Listing.LIMIT_MAX) {
        break;
      }
      listing = listing.before(found.getLast().id());
    }
    return seen;
  }

  private String owner() {
    return new Requester(
            person.name(), person.issuer(), List.of(), Optional.empty(), Optional.empty())
        .owner();
  }
}
