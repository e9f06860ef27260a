package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Subject;
import dev.gatehouse.policies.limit.Limits;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Judges calls by one policy set.
 *
 * <p>Every rule that matches counts: refuse before throttle before hold before permit; masks add
 * up; a condition that cannot be evaluated refuses. Masks and limits only narrow: a call needs a
 * rule with {@code permit} or {@code approve}, or the default {@code permit}.
 *
 * <p>Guarantee: thread-safe. What limits count is kept by the {@link Limits} that this was given,
 * so that it outlives the set; a refused, throttled or held call does not count.
 */
public final class PolicyEngine {
  private static final String TOOLS_CALL = "tools/call";

  private final PolicySet set;
  private final InstantSource clock;
  private final Limits limits;
  private final MaskPlan everyMask;

  /** Judges by this set; what limits count is forgotten with this. */
  public PolicyEngine(PolicySet set, InstantSource clock) {
    this(set, clock, Limits.inMemory(clock));
  }

  /** Judges by this set; what limits count goes on where an earlier set left it. */
  public PolicyEngine(PolicySet set, InstantSource clock, Limits limits) {
    this.set = set;
    this.clock = clock;
    this.limits = limits;
    this.everyMask = everyMask(set);
  }

  /** The set that this judges by. */
  public PolicySet set() {
    return set;
  }

  /**
   * What may happen to this call. Counts it where a limit applies and it need not wait for people;
   * whoever asks closes the decision's lease.
   */
  public Decision judge(Facts facts) {
    return judge(facts, _ -> false);
  }

  /**
   * What may happen to this call, once people have approved it.
   *
   * <p>Guarantee: lets through only what they were asked. A call of which the rules now demand
   * something else, in whatever respect, is held again; one that they refuse or throttle by now is
   * refused or throttled. Otherwise as {@link #judge(Facts)}: a permitted call counts and takes its
   * places, and its first reason is that of the first rule which asked for approval.
   *
   * @param met the demands of the decision that held it, all of them met
   */
  public Decision judgeApproved(Facts facts, List<Demand> met) {
    return judge(facts, List.copyOf(met)::equals);
  }

  private Decision judge(Facts facts, Predicate<List<Demand>> approved) {
    Decision decision = considered(facts).conclude(limits, set.permitsByDefault(), approved);
    return set.observes() ? Observed.of(decision) : decision;
  }

  /**
   * What may happen to the reply to a call that was let through.
   *
   * <p>Guarantee: a condition that cannot be evaluated, also because the reply cannot be had,
   * withholds. Counts nothing.
   *
   * @param facts of the call, with its instant, so that rules about times stay the same
   * @param result the value of "result" or "error" in the reply; asked at most once, and only if a
   *     condition needs it
   * @param isError whether the reply is an error, or the result of a tool that failed
   */
  public ResultDecision judgeResult(
      Facts facts, Supplier<? extends JsonValue> result, boolean isError) {
    Instant now = facts.at().orElseGet(clock::instant);
    Subject subject = Subjects.ofResult(facts, now, set.lists(), result, isError);
    Judgement judgement = Judgement.ofResult(facts.at(now), subject);
    set.rules().forEach(judgement::consider);
    ResultDecision decision = judgement.concludeResult();
    return set.observes() ? Observed.of(decision) : decision;
  }

  /**
   * What would be hidden in this call and its result, whether or not it may happen. Counts nothing.
   */
  public Masks masks(Facts facts) {
    return set.observes() ? Masks.none() : considered(facts).masks();
  }

  /**
   * What is hidden in the result of such a call that comes long after it: whatever the call's
   * arguments, its time and its result were, because nobody knows them any more. Counts nothing.
   */
  public MaskPlan masksOfLateResults(Facts facts) {
    MaskPlan all = MaskPlan.empty();
    for (Rule rule : set.observes() ? List.<Rule>of() : set.rules()) {
      if (!rule.observes() && rule.match().matchesSometime(facts)) {
        for (Verb verb : rule.verbs()) {
          switch (verb) {
            case Verb.Mask(Masks masks, _) -> all = all.and(masks.results());
            case Verb.Seal(Masks masks, _) -> all = all.and(masks.results());
            case Verb.Permit _, Verb.Refuse _, Verb.Limit _, Verb.Sql _, Verb.Approve _ -> {}
          }
        }
      }
    }
    return all;
  }

  /**
   * What would be hidden in a list of what there is to call. Counts nothing.
   *
   * <p>Definitions are no results: only rules that name methods, this one among them, are about
   * them.
   */
  public Masks masksOfDefinitions(Facts facts) {
    if (set.observes()) {
      return Masks.none();
    }
    Judgement judgement = judgement(facts);
    set.rules().stream().filter(rule -> rule.match().namesMethods()).forEach(judgement::consider);
    return judgement.masks();
  }

  /** Why this call is decided as it is, rule by rule. Counts nothing. */
  public Explanation explain(Facts facts) {
    Instant now = facts.at().orElseGet(clock::instant);
    Facts dated = facts.at(now).askedOnce();
    Judgement judgement = Judgement.ofCall(dated, Subjects.of(dated, now, set.lists()));
    List<RuleAccount> accounts =
        set.rules().stream().map(rule -> Accounts.of(rule, dated, judgement)).toList();
    Decision decision = judgement.conclude(Limits.endless(), set.permitsByDefault(), _ -> false);
    return new Explanation(accounts, set.observes() ? Observed.of(decision) : decision);
  }

  /** Why this reply is decided as it is, by each rule on results. Counts nothing. */
  public ResultExplanation explainResult(
      Facts facts, Supplier<? extends JsonValue> result, boolean isError) {
    Instant now = facts.at().orElseGet(clock::instant);
    Facts dated = facts.at(now);
    Judgement judgement =
        Judgement.ofResult(dated, Subjects.ofResult(dated, now, set.lists(), result, isError));
    List<RuleAccount> accounts =
        set.rules().stream()
            .filter(rule -> rule.whenResult().isPresent())
            .map(rule -> Accounts.ofResult(rule, dated, judgement))
            .toList();
    ResultDecision decision = judgement.concludeResult();
    return new ResultExplanation(accounts, set.observes() ? Observed.of(decision) : decision);
  }

  private Judgement considered(Facts facts) {
    Judgement judgement = judgement(facts);
    for (Rule rule : set.rules()) {
      judgement.consider(rule);
    }
    return judgement;
  }

  private Judgement judgement(Facts facts) {
    Instant now = facts.at().orElseGet(clock::instant);
    Facts dated = facts.at(now).askedOnce();
    return Judgement.ofCall(dated, Subjects.of(dated, now, set.lists()));
  }

  /**
   * Whether some call of this tool by this caller might be permitted, held or throttled.
   *
   * <p>False only if a rule without condition refuses it, or if no rule might let it through and
   * the default is to refuse.
   */
  public boolean mayEverCall(Caller caller, ToolName tool) {
    return mayEver(
        new Facts(
            caller,
            TOOLS_CALL,
            Optional.of(tool.upstream()),
            Optional.of(tool.canonical()),
            () -> JsonValue.EMPTY_JSON_OBJECT));
  }

  /**
   * Whether some call of this caller, method and name might be permitted, held or throttled,
   * whatever its arguments and whenever it comes.
   *
   * <p>False only if a rule without condition refuses it, or if no rule might let it through and
   * the default is to refuse.
   */
  public boolean mayEver(Facts facts) {
    boolean mayPass = set.permitsByDefault() || set.observes();
    for (Rule rule : set.rules()) {
      if (rule.match().matchesSometime(facts)) {
        if (rule.alwaysRefuses() && !set.observes()) {
          return false;
        }
        mayPass |= rule.letsThrough();
      }
    }
    return mayPass;
  }

  /**
   * The same for some resource of a URI template, whatever fills its gaps.
   *
   * @param template as RFC 6570 has it
   */
  public boolean mayEverExpand(Facts facts, String template) {
    UriTemplate resources = UriTemplate.of(template);
    boolean mayPass = set.permitsByDefault() || set.observes();
    for (Rule rule : set.rules()) {
      if (rule.alwaysRefuses() && !set.observes() && rule.match().matchesAll(facts, resources)) {
        return false;
      }
      mayPass |= rule.letsThrough() && rule.match().matchesSome(facts, resources);
    }
    return mayPass;
  }

  /**
   * Every mask of the set at once, to scrub text that could not be read as a message.
   *
   * <p>If the set hides anything by its place alone, the scrubbed text is hidden whole.
   */
  public MaskPlan everyDetector() {
    return everyMask;
  }

  private static MaskPlan everyMask(PolicySet set) {
    MaskPlan every = MaskPlan.empty();
    for (Rule rule : set.observes() ? List.<Rule>of() : set.rules()) {
      for (Verb verb : rule.verbs()) {
        if (verb instanceof Verb.Mask(Masks masks, _)) {
          every = every.and(masks.arguments()).and(masks.results());
        }
      }
    }
    return every;
  }
}
