package dev.gatehouse.policies;

import dev.gatehouse.policies.RateLimits.Bucket;
import dev.gatehouse.policies.RateLimits.Exceeded;
import dev.gatehouse.policies.RateLimits.Need;
import dev.gatehouse.policies.condition.Outcome;
import dev.gatehouse.policies.condition.Subject;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.policies.yaml.Problem;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The judging of one call: rules one after the other, then the decision. Confined to one thread.
 */
final class Judgement {
  private static final Reason DEFAULT_PERMIT =
      new Reason("default", "permit", "no rule keeps it, and the default is to permit");
  private static final Reason DEFAULT_REFUSE =
      new Reason("default", "refuse", "no rule permits it, and the default is to refuse");

  private final Facts facts;
  private Optional<Subject> subject = Optional.empty();
  private Masks masks = Masks.none();
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Need> needs = new ArrayList<>(1);
  private final Set<String> approvers = new LinkedHashSet<>(0);
  private Optional<String> refusal = Optional.empty();
  private Optional<Reason> refused = Optional.empty();
  private Optional<Reason> held = Optional.empty();
  private Optional<Reason> permitted = Optional.empty();

  Judgement(Facts facts) {
    this.facts = facts;
  }

  /** Adds what this rule says, if it is about the call. */
  void consider(Rule rule) {
    if (!rule.match().matches(facts)) {
      return;
    }
    if (rule.when().isEmpty()) {
      apply(rule);
      return;
    }
    switch (rule.when().get().evaluate(subject())) {
      case Outcome.Known(boolean holds) when holds -> apply(rule);
      case Outcome.Known _ -> {}
      case Outcome.Unknown(String why) -> fail(rule, why);
    }
  }

  /** The masks of all rules that were considered and matched. */
  Masks masks() {
    return masks;
  }

  /** The decision over all rules that were considered. */
  Decision conclude(RateLimits limits, boolean permitsByDefault) {
    if (refused.isPresent()) {
      return new Decision.Refuse(refusal.orElseThrow(), masks, first(refused.get()));
    }
    if (permitted.isEmpty() && held.isEmpty() && !permitsByDefault) {
      reasons.addFirst(DEFAULT_REFUSE);
      String message = "no policy rule permits " + Problem.quote(target());
      return new Decision.Refuse(message, masks, reasons);
    }
    Optional<Exceeded> exceeded = needs.isEmpty() ? Optional.empty() : limits.take(needs);
    if (exceeded.isPresent()) {
      Verb.Limit limit = exceeded.get().need().limit();
      reasons.set(reasons.indexOf(limit.reason()), limit.exceeded());
      return new Decision.Throttle(exceeded.get().retryAfter(), masks, first(limit.exceeded()));
    }
    if (held.isPresent()) {
      return new Decision.Hold(List.copyOf(approvers), masks, first(held.get()));
    }
    if (permitted.isEmpty()) {
      reasons.addFirst(DEFAULT_PERMIT);
      return new Decision.Permit(masks, reasons);
    }
    return new Decision.Permit(masks, first(permitted.get()));
  }

  private void apply(Rule rule) {
    for (Verb verb : rule.verbs()) {
      reasons.add(verb.reason());
      switch (verb) {
        case Verb.Permit(Reason reason) -> permitted = permitted.or(() -> Optional.of(reason));
        case Verb.Mask(Masks more, _) -> masks = masks.and(more);
        case Verb.Seal(Masks sealing, _) -> masks = masks.and(sealing);
        case Verb.Refuse(String message, Reason reason) -> {
          refusal = refusal.or(() -> Optional.of(message));
          refused = refused.or(() -> Optional.of(reason));
        }
        case Verb.Limit limit ->
            needs.add(
                new Need(new Bucket(rule.name(), facts.caller().principal(), target()), limit));
        case Verb.Approve(List<String> groups, Reason reason) -> {
          approvers.addAll(groups);
          held = held.or(() -> Optional.of(reason));
        }
      }
    }
  }

  /**
   * A condition that cannot be evaluated refuses; what it masks and seals counts, because it might
   * have to.
   */
  private void fail(Rule rule, String why) {
    String because = "its condition cannot be evaluated (" + why + ")";
    Reason reason = new Reason(rule.name(), "refuse", because);
    reasons.add(reason);
    refused = refused.or(() -> Optional.of(reason));
    refusal =
        refusal.or(
            () ->
                Optional.of(
                    "refused, because the condition of the policy rule "
                        + Problem.quote(rule.name())
                        + " cannot be evaluated for this call ("
                        + why
                        + ")"));
    for (Verb verb : rule.verbs()) {
      switch (verb) {
        case Verb.Mask(Masks more, Reason mask) -> {
          masks = masks.and(more);
          reasons.add(mask);
        }
        case Verb.Seal(Masks sealing, Reason seal) -> {
          masks = masks.and(sealing);
          reasons.add(seal);
        }
        case Verb.Permit _, Verb.Refuse _, Verb.Limit _, Verb.Approve _ -> {}
      }
    }
  }

  /** All reasons, the deciding one first. */
  private List<Reason> first(Reason deciding) {
    List<Reason> ordered = new ArrayList<>(reasons);
    ordered.remove(deciding);
    ordered.addFirst(deciding);
    return ordered;
  }

  private String target() {
    return facts.tool().orElse(facts.method());
  }

  private Subject subject() {
    if (subject.isEmpty()) {
      Caller caller = facts.caller();
      JsonObject claims = caller.claims();
      subject =
          Optional.of(
              new Subject(
                  facts.arguments(),
                  claims,
                  caller.principal(),
                  caller.groups(),
                  facts.tool().orElse(""),
                  facts.upstream().orElse(""),
                  caller.client().orElse("")));
    }
    return subject.get();
  }
}
