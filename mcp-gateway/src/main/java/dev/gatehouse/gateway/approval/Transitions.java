package dev.gatehouse.gateway.approval;

import dev.gatehouse.gateway.approval.Change.Refused;
import dev.gatehouse.gateway.approval.Change.Same;
import dev.gatehouse.gateway.approval.Change.Stepped;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What events do to an approval. Pure: the same approval, event and time give the same change.
 *
 * <p>Guarantee: an approval that is over stays over; a grant needs every yes that the rules ask for
 * at that moment, each by a person who saw what it is for and did not ask for it, or a broken
 * glass.
 */
final class Transitions {
  /** Behind so many steps only what leads to an end is a step; the others make room for it. */
  static final int STEPS_FREE_MAX = 100;

  /** Of callers that asked for one and the same. */
  static final int REQUESTERS_MAX = 20;

  static final String STALE = "it has changed since you saw it; look at it again";

  private Transitions() {}

  /** What follows from this event at this time; time does its part first. */
  static Change apply(Approval before, Event event, Instant now) {
    Approval approval = before.at(now);
    return switch (event) {
      case Event.Attached attached -> attached(approval, attached.by(), now);
      case Event.Abandoned() -> abandoned(approval, now);
      case Event.Justified(String text) -> justified(approval, text, now);
      case Event.Approved vote -> approved(approval, vote, now);
      case Event.Denied denied ->
          unless(
              Eligibility.denying(approval, denied),
              approval,
              draft -> {
                draft.by = Optional.of(denied.by());
                end(draft, State.DENIED, Step.DENIED, now, named(denied), denied.reason());
              });
      case Event.Narrowed narrowed -> narrowed(approval, narrowed, now);
      case Event.GlassBroken broken ->
          unless(
              Eligibility.breaking(approval, broken),
              approval,
              draft -> {
                draft.glassBroken = true;
                draft.step(Step.BREAK_GLASS, now, broken.by().name(), broken.reason());
                grant(draft, approval, broken.by(), broken.reason(), now);
              });
      case Event.Withdrawn(String reason) -> withdrawn(approval, reason, now);
      case Event.Retracted(Person by) -> retracted(approval, by, now);
      case Event.Revoked revoked ->
          unless(
              Eligibility.revoking(approval, revoked),
              approval,
              draft -> {
                draft.by = Optional.of(revoked.by());
                String who = revoked.by().name();
                end(draft, State.REVOKED, Step.REVOKED, now, who, revoked.reason());
              });
      case Event.Outdated(String why) -> outdated(approval, why, now);
    };
  }

  private static Change attached(Approval approval, Requester by, Instant now) {
    if (approval.isOver()) {
      return new Same(approval);
    }
    boolean isKnown =
        approval.request().requester().isSame(by)
            || approval.attached().stream().anyMatch(by::isSame);
    if (!isKnown && approval.attached().size() >= REQUESTERS_MAX) {
      return new Refused(approval, "too many callers ask for the same, at most " + REQUESTERS_MAX);
    }
    if (!isKnown && approval.state() == State.GRANTED) {
      return new Refused(approval, "it was granted to another caller");
    }
    if (isKnown && (!isAbandoned(approval) || isLong(approval))) {
      return new Same(approval);
    }
    Draft draft = new Draft(approval);
    if (!isKnown) {
      // Who votes must not be behind any of them: the yeses are given again, by whom that leaves.
      draft.attached.add(by);
      draft.votes.clear();
    }
    draft.step(Step.ATTACHED, now, by.name(), "");
    return new Stepped(draft.approval());
  }

  private static Change abandoned(Approval approval, Instant now) {
    if (approval.isOver() || isAbandoned(approval) || isLong(approval)) {
      return new Same(approval);
    }
    Draft draft = new Draft(approval);
    draft.step(Step.ABANDONED, now, approval.request().requester().name(), "");
    return new Stepped(draft.approval());
  }

  /** Whether the last that clients did was to go away. */
  private static boolean isAbandoned(Approval approval) {
    for (Step step : approval.steps().reversed()) {
      if (step.word().equals(Step.ABANDONED)) {
        return true;
      }
      if (step.word().equals(Step.ATTACHED)) {
        return false;
      }
    }
    return false;
  }

  private static Change justified(Approval approval, String text, Instant now) {
    return unless(
        Eligibility.justifying(approval, text),
        approval,
        draft -> {
          draft.justification = text;
          draft.step(Step.JUSTIFIED, now, approval.request().requester().name(), text);
        });
  }

  private static Change approved(Approval approval, Event.Approved event, Instant now) {
    return unless(
        Eligibility.approving(approval, event),
        approval,
        draft -> {
          draft.votes.add(new Vote(event.by(), now, event.reason(), event.forWhom()));
          String who = Eligibility.named(event.by(), event.forWhom());
          draft.step(Step.APPROVED, now, who, event.reason());
          if (Ballot.isMet(approval, draft.votes)) {
            grant(draft, approval, event.by(), event.reason(), now);
          }
        });
  }

  private static Change narrowed(Approval approval, Event.Narrowed event, Instant now) {
    return unless(
        Eligibility.narrowing(approval, event),
        approval,
        draft -> {
          String arguments = event.argumentsJson();
          draft.narrowed =
              Optional.of(new Narrowing(arguments, Arguments.digest(arguments), event.by()));
          // What they said yes to is not what would run.
          draft.votes.clear();
          String who = Eligibility.named(event.by(), event.forWhom());
          draft.step(Step.NARROWED, now, who, event.reason());
        });
  }

  private static Change withdrawn(Approval approval, String reason, Instant now) {
    return unless(
        Eligibility.withdrawing(approval, reason),
        approval,
        draft -> {
          String who = approval.request().requester().name();
          end(draft, State.WITHDRAWN, Step.WITHDRAWN, now, who, reason);
        });
  }

  private static Change retracted(Approval approval, Person by, Instant now) {
    return unless(
        Eligibility.retracting(approval, by),
        approval,
        draft -> {
          draft.votes.removeIf(vote -> vote.by().isSame(by));
          draft.step(Step.RETRACTED, now, by.name(), "");
        });
  }

  private static Change outdated(Approval approval, String why, Instant now) {
    return switch (approval.state()) {
      case PENDING -> ended(approval, State.WITHDRAWN, Step.WITHDRAWN, why, now);
      case GRANTED -> ended(approval, State.REVOKED, Step.REVOKED, why, now);
      case DENIED, EXPIRED, WITHDRAWN, USED, LAPSED, REVOKED -> new Same(approval);
    };
  }

  private static Change ended(
      Approval approval, State state, String word, String why, Instant now) {
    Draft draft = new Draft(approval);
    draft.end(state, word, now, Step.GATEWAY, why);
    return new Stepped(draft.approval());
  }

  private static Change unless(Optional<String> refusal, Approval approval, Consumer<Draft> does) {
    if (refusal.isPresent()) {
      return new Refused(approval, refusal.get());
    }
    Draft draft = new Draft(approval);
    does.accept(draft);
    return new Stepped(draft.approval());
  }

  private static void grant(Draft draft, Approval approval, Person by, String reason, Instant now) {
    draft.useBy = Ageing.useBy(approval.request().demands(), now);
    draft.by = Optional.of(by);
    draft.end(State.GRANTED, Step.GRANTED, now, by.name(), reason);
  }

  private static void end(
      Draft draft, State state, String word, Instant now, String who, String reason) {
    draft.end(state, word, now, who, reason);
  }

  private static String named(Event.Denied event) {
    return Eligibility.named(event.by(), event.forWhom());
  }

  static boolean isLong(Approval approval) {
    return approval.steps().size() >= STEPS_FREE_MAX;
  }
}
