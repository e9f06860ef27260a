package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.condition.Outcome;
import dev.gatehouse.policies.condition.Subject;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.limit.Limit;
import dev.gatehouse.policies.limit.Limits;
import dev.gatehouse.policies.mask.Masks;
import dev.gatehouse.policies.yaml.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The judging of one call, or of its reply: rules one after the other, then the decision. Confined
 * to one thread.
 */
final class Judgement {
  private static final Reason DEFAULT_PERMIT =
      new Reason("default", "permit", "no rule keeps it, and the default is to permit");
  private static final Reason DEFAULT_REFUSE =
      new Reason("default", "refuse", "no rule permits it, and the default is to refuse");
  private static final Outcome NOT_ABOUT = new Outcome.Known(false);
  private static final Outcome ABOUT = new Outcome.Known(true);

  private static final String UNEVALUATED = "its condition cannot be evaluated (";

  private final Facts facts;
  private final Subject subject;
  private final boolean onResult;
  private final Guarding guarding;
  private Masks masks = Masks.none();
  private final List<Reason> reasons = new ArrayList<>();
  private final Shares shares = new Shares();
  private final Shares observedShares = new Shares();
  private final List<Grant.ResultSize> resultSizes = new ArrayList<>(0);
  private final Set<Demand> demands = new LinkedHashSet<>(0);
  private Optional<String> refusal = Optional.empty();
  private Optional<Reason> refused = Optional.empty();
  private Optional<Reason> held = Optional.empty();
  private Optional<Reason> permitted = Optional.empty();

  private Judgement(Facts facts, Subject subject, boolean onResult, Guarding guarding) {
    this.facts = facts;
    this.subject = subject;
    this.onResult = onResult;
    this.guarding = guarding;
  }

  /** Says why SQL of the call is not within the bounds of a rule, if it is not. */
  @FunctionalInterface
  interface Guarding {
    Optional<String> violation(Rule rule, SqlGuard guard);
  }

  /** Of a call. */
  static Judgement ofCall(Facts facts, Subject subject) {
    return ofCall(facts, subject, (_, guard) -> guard.violation(facts));
  }

  /** Of a call whose SQL others look at. */
  static Judgement ofCall(Facts facts, Subject subject, Guarding guarding) {
    return new Judgement(facts, subject, false, guarding);
  }

  /** Of the reply to a call; the subject has it. */
  static Judgement ofResult(Facts facts, Subject subject) {
    return new Judgement(facts, subject, true, (_, _) -> Optional.empty());
  }

  /** Adds what this rule says if it is about this, and whether it is. */
  Outcome consider(Rule rule) {
    Outcome outcome = outcome(rule);
    take(rule, outcome);
    return outcome;
  }

  /** Whether a rule is about this. */
  Outcome outcome(Rule rule) {
    if (rule.whenResult().isPresent() != onResult || !rule.match().matches(facts)) {
      return NOT_ABOUT;
    }
    Outcome outcome = holds(rule.when());
    if (outcome instanceof Outcome.Known(boolean holds) && holds) {
      outcome = holds(rule.whenResult());
    }
    return outcome;
  }

  /** Adds what this rule says, if it is about this. */
  void take(Rule rule, Outcome outcome) {
    switch (outcome) {
      case Outcome.Known(boolean holds) when holds -> rule.verbs().forEach(v -> apply(rule, v));
      case Outcome.Known _ -> {}
      case Outcome.Unknown(String why) -> fail(rule, why);
    }
  }

  private Outcome holds(Optional<Condition> condition) {
    return condition.isEmpty() ? ABOUT : condition.get().evaluate(subject);
  }

  /** The masks of all rules that were considered and matched. */
  Masks masks() {
    return masks;
  }

  /** What was said so far, in file order. */
  List<Reason> reasons() {
    return reasons;
  }

  /**
   * The decision on a call over all rules that were considered.
   *
   * @param approved whether people have approved a call of which they were asked this
   */
  Decision conclude(Limits limits, boolean permitsByDefault, Predicate<List<Demand>> approved) {
    if (refused.isPresent()) {
      return new Decision.Refuse(refusal.orElseThrow(), masks, first(refused.get()));
    }
    if (permitted.isEmpty() && held.isEmpty() && !permitsByDefault) {
      reasons.addFirst(DEFAULT_REFUSE);
      return new Decision.Refuse("no policy rule permits this", masks, reasons);
    }
    if (held.isPresent() && !approved.test(List.copyOf(demands))) {
      return hold(limits, held.get());
    }
    return switch (shares.take(limits, facts.caller().principal())) {
      case Shares.Outcome.Exceeded exceeded -> throttle(exceeded);
      case Shares.Outcome.Unknown(Verb.Limit limit, String why) -> uncounted(limit, why);
      case Shares.Outcome.Taken(Lease lease) -> {
        List<Lease> leases = new ArrayList<>(1);
        leases.add(lease);
        try {
          observe(limits, leases);
        } catch (RuntimeException | Error bug) {
          // Nobody gets a grant that would give the places back.
          leases.forEach(Lease::close);
          throw bug;
        }
        yield granted(leases.size() == 1 ? lease : () -> leases.forEach(Lease::close));
      }
    };
  }

  /** Nobody is asked for a call that a limit would keep anyway; nothing is counted or taken. */
  private Decision hold(Limits limits, Reason deciding) {
    return switch (shares.withoutPlaces().look(limits, facts.caller().principal())) {
      case Shares.Outcome.Exceeded exceeded -> throttle(exceeded);
      case Shares.Outcome.Unknown(Verb.Limit limit, String why) -> uncounted(limit, why);
      case Shares.Outcome.Taken _ ->
          new Decision.Hold(List.copyOf(demands), masks, first(deciding));
    };
  }

  private Decision throttle(Shares.Outcome.Exceeded exceeded) {
    Verb.Limit limit = exceeded.limit();
    reasons.set(reasons.indexOf(limit.reason()), limit.exceeded());
    return new Decision.Throttle(exceeded.retryAfter(), masks, first(limit.exceeded()));
  }

  private Decision granted(Lease lease) {
    Grant grant = new Grant(lease, resultSizes);
    Optional<Reason> deciding = held.or(() -> permitted);
    if (deciding.isEmpty()) {
      reasons.addFirst(DEFAULT_PERMIT);
      return new Decision.Permit(masks, reasons, grant);
    }
    return new Decision.Permit(masks, first(deciding.get()), grant);
  }

  private Decision uncounted(Verb.Limit limit, String why) {
    String rule = limit.reason().rule();
    Reason reason = new Reason(rule, "refuse", "its limit cannot be counted (" + why + ")");
    reasons.add(reason);
    String message =
        "refused, because the limit of the policy rule "
            + Problem.quote(rule)
            + " cannot be counted at the moment ("
            + why
            + "): try again later";
    return new Decision.Refuse(message, masks, first(reason));
  }

  /** Counts what only observes, into the leases: each by itself, and none keeps the call. */
  private void observe(Limits limits, List<Lease> leases) {
    for (Shares share : observedShares.each()) {
      Verb.Limit limit = share.limit();
      Reason reached =
          switch (share.take(limits, facts.caller().principal())) {
            case Shares.Outcome.Taken(Lease lease) -> {
              leases.add(lease);
              yield limit.reason();
            }
            case Shares.Outcome.Exceeded _ -> limit.exceeded();
            case Shares.Outcome.Unknown(_, String why) ->
                new Reason(limit.reason().rule(), "limit", "it cannot be counted (" + why + ")");
          };
      reasons.set(reasons.indexOf(limit.reason().observed()), reached.observed());
    }
  }

  /** The decision on a reply over all rules that were considered. */
  ResultDecision concludeResult() {
    return refused.isPresent()
        ? new ResultDecision.Withhold(refusal.orElseThrow(), masks.results(), first(refused.get()))
        : new ResultDecision.Release(masks.results(), reasons);
  }

  private void apply(Rule rule, Verb verb) {
    if (verb instanceof Verb.Sql sql) {
      // Its reason is known only when it has looked.
      guard(rule, sql);
      return;
    }
    if (rule.observes()) {
      reasons.add(verb.reason().observed());
      if (verb instanceof Verb.Limit limit) {
        limit(rule, limit);
      }
      return;
    }
    reasons.add(verb.reason());
    switch (verb) {
      case Verb.Permit(Reason reason) -> permitted = permitted.or(() -> Optional.of(reason));
      case Verb.Mask(Masks more, _) -> masks = masks.and(more);
      case Verb.Seal(Masks sealing, _) -> masks = masks.and(sealing);
      case Verb.Refuse(String message, Reason reason) -> {
        refusal = refusal.or(() -> Optional.of(message));
        refused = refused.or(() -> Optional.of(reason));
      }
      case Verb.Limit limit -> limit(rule, limit);
      case Verb.Sql _ -> {}
      case Verb.Approve(Demand demand, Reason reason) -> {
        demands.add(demand);
        held = held.or(() -> Optional.of(reason));
      }
    }
  }

  private void guard(Rule rule, Verb.Sql sql) {
    Optional<String> violation = guarding.violation(rule, sql.guard());
    Reason reason =
        violation.map(why -> new Reason(rule.name(), "refuse", why)).orElse(sql.reason());
    reasons.add(rule.observes() ? reason.observed() : reason);
    if (violation.isPresent() && !rule.observes()) {
      refusal = refusal.or(() -> violation);
      refused = refused.or(() -> Optional.of(reason));
    }
  }

  private void limit(Rule rule, Verb.Limit verb) {
    switch (verb.limit()) {
      case Limit.ResultSize(long bytesMax) -> {
        Reason exceeded = rule.observes() ? verb.exceeded().observed() : verb.exceeded();
        resultSizes.add(new Grant.ResultSize(bytesMax, exceeded));
      }
      case Limit.Counted counted -> {
        switch (verb.by().of(facts, subject)) {
          case CountedBy.Values.Known(List<String> values) ->
              (rule.observes() ? observedShares : shares)
                  .add(new Shares.Share(rule.name(), verb, counted, values));
          case CountedBy.Values.Unknown(String why) -> refuse(rule, "`by`", why);
        }
      }
    }
  }

  /**
   * A condition that cannot be evaluated refuses; what it masks and seals counts, because it might
   * have to.
   */
  private void fail(Rule rule, String why) {
    refuse(rule, "condition", why);
    if (rule.observes()) {
      return;
    }
    for (Verb verb : rule.verbs()) {
      switch (verb) {
        case Verb.Mask _, Verb.Seal _ -> apply(rule, verb);
        case Verb.Permit _, Verb.Refuse _, Verb.Limit _, Verb.Approve _, Verb.Sql _ -> {}
      }
    }
  }

  /** Why the condition of a rule could not be evaluated, where this reason says so. */
  static Optional<String> unevaluated(Reason reason) {
    int at = reason.because().indexOf(UNEVALUATED);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            reason.because().substring(at + UNEVALUATED.length(), reason.because().length() - 1));
  }

  /** Keeps the call, because something of the rule cannot be evaluated. */
  private void refuse(Rule rule, String what, String why) {
    Reason reason =
        new Reason(rule.name(), "refuse", "its " + what + " cannot be evaluated (" + why + ")");
    if (rule.observes()) {
      reasons.add(reason.observed());
      return;
    }
    reasons.add(reason);
    refused = refused.or(() -> Optional.of(reason));
    String message =
        (onResult ? "withheld" : "refused")
            + ", because the "
            + what
            + " of the policy rule "
            + Problem.quote(rule.name())
            + " cannot be evaluated for this "
            + (onResult ? "result" : "call")
            + " ("
            + why
            + ")";
    refusal = refusal.or(() -> Optional.of(message));
  }

  /** All reasons, the deciding one first. */
  private List<Reason> first(Reason deciding) {
    List<Reason> ordered = new ArrayList<>(reasons);
    ordered.remove(deciding);
    ordered.addFirst(deciding);
    return ordered;
  }
}
