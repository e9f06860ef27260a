package dev.gatehouse.gateway.approval;

import dev.gatehouse.policies.Demand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A held call and what people made of it. Immutable.
 *
 * @param id a ULID; nobody guesses it, and it decides nothing
 * @param attached other callers who asked for the same since; of the same binding
 * @param decideBy when it expires undecided
 * @param useBy when a grant ends; means nothing before
 * @param votes the yeses that count, for these arguments
 * @param justification the requester's words; empty without any
 * @param narrowed what the grant is for instead of what was asked
 * @param uses how often it was spent
 * @param runs of it: all that are under way, and the latest that are not
 * @param escalated whether others may decide too by now
 * @param why the last deciding person's words, or why it is over
 * @param by who decided it last
 * @param steps in their order, at most {@link #STEPS_MAX}
 * @param version of the stored row, from 1
 */
public record Approval(
    String id,
    Request request,
    List<Requester> attached,
    State state,
    Instant asked,
    Instant decideBy,
    Instant useBy,
    List<Vote> votes,
    String justification,
    Optional<Narrowing> narrowed,
    int uses,
    List<Run> runs,
    boolean glassBroken,
    boolean escalated,
    String why,
    Optional<Person> by,
    List<Step> steps,
    long version) {
  /** Beyond the most part of it only what ends an approval is a step. */
  public static final int STEPS_MAX = 200;

  public Approval {
    attached = List.copyOf(attached);
    votes = List.copyOf(votes);
    runs = List.copyOf(runs);
    steps = List.copyOf(steps);
    if (steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException("an approval has at most " + STEPS_MAX + " steps");
    }
  }

  /** Whether people may still decide, or the call may still run. */
  public boolean isOpen() {
    return state.isOpen();
  }

  /** Whether nothing comes of it any more. */
  public boolean isOver() {
    return !state.isOpen();
  }

  /** The latest run. */
  public Optional<Run> run() {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  /** What runs once it is granted: as narrowed, else as asked for. */
  public String argumentsJson() {
    return narrowed.map(Narrowing::argumentsJson).orElse(request.argumentsJson());
  }

  /**
   * What names all that a decider must have seen: who asks for what, why it is held, on which
   * terms, justified and narrowed how.
   *
   * <p>Shape: 16 hex characters.
   */
  public String seen() {
    return Sight.of(this);
  }

  /** How it stands at this time: expired, lapsed, or escalated where that has come. */
  public Approval at(Instant now) {
    return Ageing.at(this, now);
  }

  /** When time alone changes it next; {@link Instant#MAX} where it does not. */
  public Instant due() {
    return Ageing.due(this);
  }

  /** Whether this person is, or acts for, anybody who asked for it. */
  public boolean isAskedBy(Person person) {
    return Stream.concat(Stream.of(request.requester()), attached.stream())
        .anyMatch(requester -> requester.isBehind(person));
  }

  /** Whether the people who said yes would do for these demands as well. */
  public boolean meets(List<Demand> others) {
    return Ballot.isMet(others, this, votes);
  }

  /** Whose members may say yes or no now. */
  public Set<String> deciders() {
    return Ballot.deciders(this);
  }

  /** Whose members may let it through alone; empty where nobody may. */
  public Set<String> breakGlass() {
    return Ballot.breakGlass(this);
  }

  /** The same in another version. */
  Approval in(long other) {
    Draft draft = new Draft(this);
    draft.version = other;
    return draft.approval();
  }

  /** Nothing of what is asked for, which may be secret. */
  @Override
  public String toString() {
    return "Approval[" + id + " " + state.word() + " version " + version + "]";
  }
}
