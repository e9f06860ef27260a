package dev.gatehouse.gateway.deciding;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Approvals;
import dev.gatehouse.gateway.approval.Binding;
import dev.gatehouse.gateway.approval.Delegations;
import dev.gatehouse.gateway.approval.Event;
import dev.gatehouse.gateway.approval.Listing;
import dev.gatehouse.gateway.approval.Outcome;
import dev.gatehouse.gateway.approval.Person;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.recordings.RecordingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The held calls as one person sees them, and what that person does about them: for pages and
 * programs alike. Thread-safe.
 *
 * @param approvals all of them
 * @param delegations who decides in whose place
 * @param scrub hides what policy hides in what people write
 */
record Decisions(Approvals approvals, Delegations delegations, UnaryOperator<String> scrub) {
  /** Of one list; people page through more. */
  static final int LISTED = 50;

  /** Earlier calls of the same tool that are shown beside one. */
  private static final int EARLIER = 10;

  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  static boolean isId(String text) {
    return text.matches(ID);
  }

  /** The call, where it is any business of theirs. */
  Optional<Approval> find(Viewer viewer, String id) throws RecordingException, SQLException {
    Optional<Approval> found = isId(id) ? approvals.find(id) : Optional.empty();
    return found.isPresent() && sees(viewer, found.get()) ? found : Optional.empty();
  }

  private boolean sees(Viewer viewer, Approval approval) throws SQLException {
    Optional<Person> away =
        viewer.reach() == Viewer.Reach.GROUPS ? away(viewer, approval) : Optional.empty();
    return Concerns.sees(viewer, approval, away);
  }

  /** For whom they decide about it, beside themselves. */
  Optional<Person> away(Viewer viewer, Approval approval) throws SQLException {
    return viewer.refusal().isPresent()
        ? Optional.empty()
        : delegations.forWhom(viewer.person(), approval);
  }

  /** What they may do about it as it stands. */
  Set<Act> acts(Viewer viewer, Approval approval) throws SQLException {
    return Concerns.acts(viewer, approval, away(viewer, approval));
  }

  /** Others on the same tool that they may see, the newest first. */
  List<Approval> earlier(Viewer viewer, Approval approval) throws RecordingException, SQLException {
    Binding binding = approval.request().binding();
    Listing listing =
        Listing.of()
            .onTool(new Listing.Tool(binding.upstream(), binding.method(), binding.name()))
            .before(approval.id())
            .limitedTo(EARLIER);
    return seen(viewer, approvals.list(listing));
  }

  /**
   * Some of those that they may see.
   *
   * @param rows the newest first
   * @param next older than which there may be more
   */
  record Listed(List<Approval> rows, Optional<String> next) {
    Listed {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Those that they may see.
   *
   * @param states in which of them; all where none is named
   * @param mine whether only those that were asked for in their name
   * @param before older than this id; empty for the newest
   */
  Listed list(Viewer viewer, Set<State> states, boolean mine, String before)
      throws RecordingException, SQLException {
    Listing listing = Listing.of(states.toArray(State[]::new)).limitedTo(LISTED).before(before);
    if (mine || viewer.reach() == Viewer.Reach.OWN) {
      listing = listing.ofOwner(viewer.owner());
    } else if (viewer.reach() == Viewer.Reach.GROUPS) {
      listing = listing.forGroups(groups(viewer));
    }
    List<Approval> found = approvals.list(listing);
    // What is left out of it is not what follows it.
    Optional<String> next =
        found.size() < LISTED ? Optional.empty() : Optional.of(found.getLast().id());
    return new Listed(seen(viewer, found), next);
  }

  private Set<String> groups(Viewer viewer) throws SQLException {
    Set<String> groups = new HashSet<>(viewer.person().groups());
    delegations.all().stream()
        .filter(each -> each.isTo(viewer.person()))
        .forEach(each -> groups.addAll(each.from().groups()));
    return groups;
  }

  private List<Approval> seen(Viewer viewer, Collection<Approval> found) throws SQLException {
    List<Approval> seen = new ArrayList<>();
    for (Approval each : found) {
      if (sees(viewer, each)) {
        seen.add(each);
      }
    }
    return seen;
  }

  /** Does what they want, where it may be. */
  Result carryOut(Viewer viewer, Wish wish) throws RecordingException, SQLException {
    Optional<Approval> found = find(viewer, wish.id());
    if (found.isEmpty()) {
      return new Result.Missing();
    }
    Approval approval = found.get();
    if (wish.act().isRequesters() && !approval.isAskedBy(viewer.person())) {
      return new Result.Forbidden("only whoever asked for the call does that", approval);
    }
    Optional<String> refusal = Concerns.refusal(viewer, approval);
    if (!wish.act().isRequesters() && refusal.isPresent()) {
      return new Result.Forbidden(refusal.get(), approval);
    }
    if (wish.act().isBound() && !approval.seen().equals(wish.seen())) {
      return new Result.Stale(approval);
    }
    if (wish.act().needsWords() && wish.words().isBlank()) {
      return new Result.Refused("a reason is needed", approval);
    }
    // Whatever happens between here and there is found there: `seen` and the version decide.
    return switch (approvals.happened(wish.id(), event(viewer, approval, wish))) {
      case Outcome.Done(Approval after) -> new Result.Done(after);
      case Outcome.Refused(String why, Optional<Approval> now) ->
          now.<Result>map(
                  it ->
                      wish.act().isBound() && !it.seen().equals(wish.seen())
                          ? new Result.Stale(it)
                          : new Result.Refused(why, it))
              .orElseGet(Result.Missing::new);
    };
  }

  private Event event(Viewer viewer, Approval approval, Wish wish) throws SQLException {
    Person by = viewer.person();
    String words = scrub.apply(wish.words());
    return switch (wish.act()) {
      case APPROVE -> new Event.Approved(by, away(viewer, approval), words, wish.seen());
      case DENY -> new Event.Denied(by, away(viewer, approval), words);
      case CHANGE ->
          new Event.Narrowed(by, away(viewer, approval), wish.arguments(), words, wish.seen());
      case RETRACT -> new Event.Retracted(by);
      case BREAK_GLASS -> new Event.GlassBroken(by, words, wish.seen());
      case REVOKE -> new Event.Revoked(by, words);
      case WITHDRAW -> new Event.Withdrawn(words);
      case JUSTIFY -> new Event.Justified(words);
    };
  }
}
