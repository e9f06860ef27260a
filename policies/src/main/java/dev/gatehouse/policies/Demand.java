package dev.gatehouse.policies;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one rule asks of people before a call may go on. Immutable.
 *
 * @param rule its name
 * @param groups whose members may approve; at least one, each once
 * @param need whether any of the groups will do, or each has to have a person of its own
 * @param quorum how many different people at least; from 1
 * @param waitMax how long the call waits for them, counted in the hours where there are some
 * @param grants what their approval lets pass
 * @param justify whether the caller has to say why
 * @param escalation who else may approve after a time
 * @param hours in which time counts; always where it is empty
 * @param breakGlass groups whose members may let the call through alone, with an alert
 */
public record Demand(
    String rule,
    List<String> groups,
    Need need,
    int quorum,
    Duration waitMax,
    Grants grants,
    boolean justify,
    Optional<Escalation> escalation,
    Optional<Hours> hours,
    List<String> breakGlass) {
  public Demand {
    groups = List.copyOf(groups);
    breakGlass = List.copyOf(breakGlass);
    if (groups.isEmpty() || Set.copyOf(groups).size() < groups.size()) {
      throw new IllegalArgumentException("some groups are asked, each once");
    }
    if (quorum < 1 || !waitMax.isPositive()) {
      throw new IllegalArgumentException("somebody is asked, for some time");
    }
  }

  /**
   * Whether the votes of these people are enough.
   *
   * <p>Once it is escalated, a person of a group that it was escalated to may stand for any of the
   * groups. For {@link Need#ALL} nobody stands for two groups, and there are at least as many
   * people as groups, however small the quorum.
   *
   * @param voters the groups of each; different people already. Who is in none of the groups that
   *     may vote does not count
   * @param escalated whether the time of the escalation has come
   */
  public boolean isMetBy(List<Set<String>> voters, boolean escalated) {
    Set<String> deciders = deciders(escalated);
    List<Set<String>> counting =
        voters.stream().filter(voter -> voter.stream().anyMatch(deciders::contains)).toList();
    if (counting.size() < quorum) {
      return false;
    }
    return switch (need) {
      case ANY -> true;
      case ALL -> eachGroupHasOne(counting, escalated);
    };
  }

  /** Every group that may vote. */
  public Set<String> deciders(boolean escalated) {
    Set<String> deciders = new LinkedHashSet<>(groups);
    if (escalated) {
      escalation.ifPresent(its -> deciders.addAll(its.to()));
    }
    return deciders;
  }

  /**
   * When the wait is over.
   *
   * @param asked when people were asked
   */
  public Instant waitEnds(Instant asked) {
    return counted(asked, waitMax);
  }

  /**
   * When the escalation comes, if there is one.
   *
   * @param asked when people were asked
   */
  public Optional<Instant> escalates(Instant asked) {
    return escalation.map(its -> counted(asked, its.after()));
  }

  /**
   * All that it asks for, on one line and without what is so anyway, as in {@code approval by 2
   * people of `finance`, within 30 minutes}.
   */
  public String inWords() {
    return DemandWords.of(this);
  }

  private Instant counted(Instant asked, Duration time) {
    return hours.map(its -> its.after(asked, time)).orElseGet(() -> asked.plus(time));
  }

  /**
   * Whether people can be given to groups so that each has one of its own: a matching in a graph
   * with two sides, found by paths that free a person for another group.
   */
  private boolean eachGroupHasOne(List<Set<String>> people, boolean escalated) {
    Collection<String> standIns =
        escalated ? escalation.map(Escalation::to).orElse(List.of()) : List.of();
    List<OptionalInt> groupOf = new ArrayList<>();
    people.forEach(_ -> groupOf.add(OptionalInt.empty()));
    for (int group = 0; group < groups.size(); group++) {
      if (!findsOne(group, people, standIns, groupOf, new HashSet<>())) {
        return false;
      }
    }
    return true;
  }

  private boolean findsOne(
      int group,
      List<Set<String>> people,
      Collection<String> standIns,
      List<OptionalInt> groupOf,
      Set<Integer> asked) {
    for (int person = 0; person < people.size(); person++) {
      Set<String> theirs = people.get(person);
      boolean may =
          theirs.contains(groups.get(group)) || standIns.stream().anyMatch(theirs::contains);
      if (may && asked.add(person)) {
        OptionalInt other = groupOf.get(person);
        if (other.isEmpty() || findsOne(other.getAsInt(), people, standIns, groupOf, asked)) {
          groupOf.set(person, OptionalInt.of(group));
          return true;
        }
      }
    }
    return false;
  }
}
