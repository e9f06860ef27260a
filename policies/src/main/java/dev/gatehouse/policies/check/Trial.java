package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicyEngine;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.mask.KeyedPseudonyms;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import dev.gatehouse.policies.mask.Path;
import dev.gatehouse.policies.mask.Pseudonyms;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One test being run: what came before, the call, its reply. Confined to one thread, used once. */
final class Trial {
  private static final Path ARGUMENTS = Path.root().key("arguments");

  /**
   * By a key that everybody knows, so that a test can say what comes out, and the same comes out
   * everywhere. Nobody asks a test for what its tokens stand for.
   */
  private static final Pseudonyms PSEUDONYMS =
      KeyedPseudonyms.of(new byte[KeyedPseudonyms.KEY_BYTES_MIN], _ -> {});

  private final PolicyTest test;
  private final SettableTime time;
  private final PolicyEngine engine;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> sealed = new LinkedHashSet<>();

  Trial(PolicySet set, PolicyTest test) {
    this.test = test;
    this.time = new SettableTime(test.given().time());
    this.engine = new PolicyEngine(set, time);
  }

  /** The engine that this runs on, to ask why. */
  PolicyEngine engine() {
    return engine;
  }

  /** The facts of the call. */
  Facts facts() {
    Given given = test.given();
    return test.call().facts(given.caller(), given.session(), given.time());
  }

  /**
   * Makes the calls.
   *
   * @throws MaskingException where something cannot be hidden
   */
  Happened run() throws MaskingException {
    List<Lease> underWay = new ArrayList<>();
    for (EarlierCall earlier : test.earlier()) {
      time.set(earlier.facts().at().orElseThrow());
      for (int i = 0; i < earlier.times(); i++) {
        Lease lease = judge(earlier.facts()).lease();
        if (earlier.isUnderWay()) {
          underWay.add(lease);
        } else {
          lease.close();
        }
      }
    }
    time.set(test.given().time());
    Decision decision = judge(facts());
    Happened happened = after(decision);
    decision.lease().close();
    underWay.forEach(Lease::close);
    return happened;
  }

  /** The decision, with what people did about it. */
  private Decision judge(Facts facts) {
    Decision decision = engine.judge(facts);
    boolean isApproved =
        decision instanceof Decision.Hold hold
            && test.given().approvers().meet(hold.demands(), facts.at().orElseThrow());
    return isApproved && decision instanceof Decision.Hold hold
        ? engine.judgeApproved(facts, hold.demands())
        : decision;
  }

  private Happened after(Decision decision) throws MaskingException {
    MaskedJson arguments =
        masked("arguments", test.call().arguments(), ARGUMENTS, decision.masks().arguments());
    Optional<Reply> reply = test.reply().filter(_ -> isLetThrough(decision));
    Optional<ResultDecision> onReply = reply.map(its -> judged(decision, its));
    Optional<Happened.Replied> replied = Optional.empty();
    if (reply.isPresent()) {
      MaskPlan plan = decision.masks().results().and(onReply.orElseThrow().results());
      MaskedJson masked = masked("result", reply.get().value(), Path.root(), plan);
      replied = Optional.of(new Happened.Replied(masked.value(), reply.get().isError()));
    }
    return new Happened(
        decision,
        onReply,
        arguments.value().asJsonObject(),
        replied,
        counts,
        sealed,
        engine.mayEver(facts()));
  }

  /** A call that is held has a reply once somebody approves it. */
  private static boolean isLetThrough(Decision decision) {
    return switch (decision) {
      case Decision.Permit _, Decision.Hold _ -> true;
      case Decision.Refuse _, Decision.Throttle _ -> false;
    };
  }

  /** What rules say of a reply, and then its size. */
  private ResultDecision judged(Decision decision, Reply reply) {
    ResultDecision byRules = engine.judgeResult(facts(), reply::value, reply.isFailure());
    return decision.granted().judged(byRules, reply::bytes);
  }

  private MaskedJson masked(String side, JsonObject json, Path root, MaskPlan plan)
      throws MaskingException {
    MaskedJson masked = MaskedJson.of(json, root, plan, PSEUDONYMS);
    masked.counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    if (masked.changed() && plan.seals()) {
      sealed.add(side);
    }
    return masked;
  }
}
