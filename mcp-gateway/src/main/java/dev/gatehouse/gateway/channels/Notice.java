package dev.gatehouse.gateway.channels;

import dev.gatehouse.gateway.approval.Approval;
import dev.gatehouse.gateway.approval.Run;
import dev.gatehouse.gateway.approval.State;
import dev.gatehouse.gateway.approval.Step;
import dev.gatehouse.gateway.approval.shown.ApprovalText;
import dev.gatehouse.gateway.approval.shown.ShownText;
import dev.gatehouse.gateway.approval.shown.StepInWords;
import java.net.URI;
import java.util.Optional;

/**
 * A step that people are to hear of.
 *
 * @param text all that they have to see of the approval
 * @param link to its page; nothing where nobody could tell who they are there
 */
record Notice(Approval after, Step step, Kind kind, ApprovalText text, Optional<URI> link) {
  /** What it is for. */
  enum Kind {
    /** Somebody is to decide. */
    ASKS,
    /** Somebody let a call through alone. */
    ALERTS,
    /** What became of it. */
    TELLS
  }

  /** What a step is for; nothing where nobody is told of it. */
  static Optional<Kind> kind(Approval after, Step step) {
    return switch (step.word()) {
      case Step.BREAK_GLASS -> Optional.of(Kind.ALERTS);
      case Step.ASKED, Step.JUSTIFIED, Step.NARROWED, Step.ESCALATED ->
          after.state() == State.PENDING ? Optional.of(Kind.ASKS) : Optional.empty();
      case Step.GRANTED, Step.DENIED, Step.EXPIRED, Step.WITHDRAWN, Step.REVOKED, Step.LAPSED ->
          Optional.of(Kind.TELLS);
      case Step.ENDED ->
          after.run().filter(run -> run.outcome().equals(Run.UNKNOWN)).map(_ -> Kind.TELLS);
      default -> Optional.empty();
    };
  }

  /** Whether somebody who sees all of it may decide by it. */
  boolean isToDecide() {
    return kind == Kind.ASKS && after.state() == State.PENDING;
  }

  /** What happened, with the reason. */
  ShownText words() {
    return StepInWords.of(after, step);
  }

  /** The same without the reason, which may be long. */
  ShownText shortly() {
    return StepInWords.of(after, new Step(step.number(), step.word(), step.at(), step.by(), ""));
  }
}
