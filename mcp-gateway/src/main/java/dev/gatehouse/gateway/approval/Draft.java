package dev.gatehouse.gateway.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An approval while it is changed. Confined to one thread. */
final class Draft {
  private final Approval before;
  State state;
  Instant useBy;
  String justification;
  Optional<Narrowing> narrowed;
  int uses;
  boolean glassBroken;
  boolean escalated;
  String why;
  Optional<Person> by;
  long version;
  final List<Requester> attached;
  final List<Vote> votes;
  final List<Run> runs;
  private final List<Step> steps;

  Draft(Approval before) {
    this.before = before;
    this.state = before.state();
    this.useBy = before.useBy();
    this.justification = before.justification();
    this.narrowed = before.narrowed();
    this.uses = before.uses();
    this.glassBroken = before.glassBroken();
    this.escalated = before.escalated();
    this.why = before.why();
    this.by = before.by();
    this.version = before.version();
    this.attached = new ArrayList<>(before.attached());
    this.votes = new ArrayList<>(before.votes());
    this.runs = new ArrayList<>(before.runs());
    this.steps = new ArrayList<>(before.steps());
  }

  /** Notes a step; never before the one before it, however the clocks of gateways differ. */
  void step(String word, Instant at, String by, String reason) {
    Instant last = steps.isEmpty() ? at : steps.getLast().at();
    Instant then = at.isBefore(last) ? last : at;
    steps.add(new Step(steps.size() + 1, word, then, by, reason));
  }

  /** Notes the step that ends it, or that changes who has decided. */
  void end(State end, String word, Instant at, String who, String reason) {
    state = end;
    why = reason;
    step(word, at, who, reason);
  }

  /** With the version of the one before, unless it was set. */
  Approval approval() {
    return new Approval(
        before.id(),
        before.request(),
        attached,
        state,
        before.asked(),
        before.decideBy(),
        useBy,
        votes,
        justification,
        narrowed,
        uses,
        runs,
        glassBroken,
        escalated,
        why,
        by,
        steps,
        version);
  }
}
