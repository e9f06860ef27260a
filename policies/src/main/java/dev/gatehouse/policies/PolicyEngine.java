package dev.gatehouse.policies;

import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Masks;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Judges calls by one policy set.
 *
 * <p>Every rule that matches counts: refuse before throttle before hold before permit; masks add
 * up; a condition that cannot be evaluated refuses. Masks and limits only narrow: a call needs a
 * rule with {@code permit} or {@code approve}, or the default {@code permit}.
 *
 * <p>Guarantee: thread-safe. Remembers how often each principal called each limited tool, in memory
 * and within a limit; a refused or throttled call does not count.
 */
public final class PolicyEngine {
  private static final String TOOLS_CALL = "tools/call";

  private final PolicySet set;
  private final RateLimits limits;
  private final MaskPlan everyMask;

  /** Judges by this set; limits count by this clock. */
  public PolicyEngine(PolicySet set, InstantSource clock) {
    this.set = set;
    this.limits = new RateLimits(clock);
    this.everyMask = everyMask(set);
  }

  /** The set that this judges by. */
  public PolicySet set() {
    return set;
  }

  /** What may happen to this call. Counts it where a limit applies. */
  public Decision judge(Facts facts) {
    Judgement judgement = new Judgement(facts);
    for (Rule rule : set.rules()) {
      judgement.consider(rule);
    }
    return judgement.conclude(limits, set.permitsByDefault());
  }

  /**
   * What would be hidden in this call and its result, whether or not it may happen. Counts nothing.
   */
  public Masks masks(Facts facts) {
    Judgement judgement = new Judgement(facts);
    for (Rule rule : set.rules()) {
      judgement.consider(rule);
    }
    return judgement.masks();
  }

  /**
   * Whether some call of this tool by this caller might be permitted, held or throttled.
   *
   * <p>False only if a rule without condition refuses it, or if no rule might let it through and
   * the default is to refuse.
   */
  public boolean mayEverCall(Caller caller, ToolName tool) {
    Facts facts =
        new Facts(
            caller,
            TOOLS_CALL,
            Optional.of(tool.upstream()),
            Optional.of(tool.canonical()),
            () -> JsonValue.EMPTY_JSON_OBJECT);
    boolean mayPass = set.permitsByDefault();
    for (Rule rule : set.rules()) {
      if (rule.match().matches(facts)) {
        if (rule.alwaysRefuses()) {
          return false;
        }
        mayPass |= rule.letsThrough();
      }
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
    for (Rule rule : set.rules()) {
      for (Verb verb : rule.verbs()) {
        if (verb instanceof Verb.Mask(Masks masks, _)) {
          every = every.and(masks.arguments()).and(masks.results());
        }
      }
    }
    return every;
  }
}
