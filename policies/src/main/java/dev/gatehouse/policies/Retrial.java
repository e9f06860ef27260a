package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Outcome;
import dev.gatehouse.policies.condition.Subject;
import dev.gatehouse.policies.limit.Lease;
import dev.gatehouse.policies.limit.Limits;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Judges recorded calls by a candidate and, to compare, by the policies that decided them.
 *
 * <p>What a condition of the candidate cannot be evaluated on, because it is not known any more,
 * may be known all the same: where an earlier rule asked the same, its recorded answer counts.
 * Otherwise the rule is {@linkplain Undecided undecided}. Guarantee: immutable, but for the limits
 * that it is given.
 */
public final class Retrial {
  private final PolicySet candidate;
  private final Optional<PolicySet> earlier;
  private final RuleTwins twins;

  private Retrial(PolicySet candidate, Optional<PolicySet> earlier) {
    this.candidate = candidate;
    this.earlier = earlier;
    this.twins = earlier.map(set -> RuleTwins.between(candidate, set)).orElseGet(RuleTwins::none);
  }

  /** Of calls that these earlier policies decided. */
  public static Retrial against(PolicySet earlier, PolicySet candidate) {
    return new Retrial(candidate, Optional.of(earlier));
  }

  /** Of calls that were decided by policies which nobody knows any more. */
  public static Retrial againstUnknown(PolicySet candidate) {
    return new Retrial(candidate, Optional.empty());
  }

  /**
   * Judges a call. Counts it; whoever asks closes the leases of both decisions. One that people
   * approved then is approved now, whatever the candidate asks of them.
   */
  public Retried judge(RecordedCall call, Limits ofEarlier, Limits ofCandidate) {
    List<Undecided> undecided = new ArrayList<>(0);
    Decision now = now(call, ofCandidate, undecided);
    return new Retried(earlier.map(set -> then(set, call, ofEarlier)), now, undecided);
  }

  /**
   * Judges the reply to a call that was let through, then and now.
   *
   * @param call with the reasons of what was decided in the end
   * @param bytes of the result, where that is known
   */
  public Retried.Reply judgeReply(
      RecordedCall call,
      Retried judged,
      Supplier<? extends JsonValue> result,
      boolean isError,
      OptionalLong bytes) {
    List<Undecided> undecided = new ArrayList<>(0);
    ResultDecision now = replyNow(call, result, isError, undecided);
    Optional<ResultDecision> then = earlier.map(set -> replyThen(set, call, result, isError));
    return new Retried.Reply(then, sized(call, judged, now, bytes, undecided), undecided);
  }

  /** The same with what the limits on the size of results say. */
  private static ResultDecision sized(
      RecordedCall call,
      Retried judged,
      ResultDecision now,
      OptionalLong bytes,
      List<Undecided> undecided) {
    List<Grant.ResultSize> sizes = sizes(judged.now());
    if (!(now instanceof ResultDecision.Release) || sizes.isEmpty()) {
      return now;
    }
    if (bytes.isPresent()) {
      ResultDecision bySize = new Grant(Lease.none(), sizes).judge(bytes.getAsLong());
      return bySize instanceof ResultDecision.Withhold ? bySize : now;
    }
    if (judged.then().filter(then -> sizes(then).equals(sizes)).isEmpty()) {
      String why = "how large the result was is not recorded, because it was masked";
      undecided.add(new Undecided(sizes.getFirst().exceeded().rule(), why, true, false));
      return now;
    }
    return sizes.stream()
        .map(Grant.ResultSize::exceeded)
        .filter(reason -> !reason.isObserved() && call.reasons().contains(reason))
        .findFirst()
        .<ResultDecision>map(
            reason -> new ResultDecision.Withhold(reason.because(), now.results(), List.of(reason)))
        .orElse(now);
  }

  private static List<Grant.ResultSize> sizes(Decision decision) {
    return decision.granted().resultSizes();
  }

  private Decision now(RecordedCall call, Limits limits, List<Undecided> undecided) {
    Facts facts = call.facts();
    Subject subject = Subjects.of(facts, at(call), candidate.lists());
    call.lostWhole().forEach(subject::losing);
    Inquiry inquiry = new Inquiry(twins, call, subject);
    Judgement judgement = Judgement.ofCall(facts, subject, inquiry::violation);
    for (Rule rule : candidate.rules()) {
      if (rule.whenResult().isEmpty()) {
        switch (inquiry.about(rule, judgement)) {
          case Inquiry.Answer.Clear(Outcome outcome) ->
              judgement.take(inquiry.sure(rule, outcome, undecided), outcome);
          case Inquiry.Answer.Gone(Undecided open) -> undecided.add(open);
        }
      }
    }
    Decision decision =
        judgement.conclude(limits, candidate.permitsByDefault(), _ -> call.isApproved());
    return candidate.observes() ? Observed.of(decision) : decision;
  }

  private ResultDecision replyNow(
      RecordedCall call,
      Supplier<? extends JsonValue> result,
      boolean isError,
      List<Undecided> undecided) {
    Subject subject = Subjects.ofResult(call.facts(), at(call), candidate.lists(), result, isError);
    call.lostWhole().forEach(subject::losing);
    Inquiry inquiry = new Inquiry(twins, call, subject);
    Judgement judgement = Judgement.ofResult(call.facts(), subject);
    for (Rule rule : candidate.rules()) {
      if (rule.whenResult().isPresent()) {
        switch (inquiry.about(rule, judgement)) {
          case Inquiry.Answer.Clear(Outcome outcome) -> judgement.take(rule, outcome);
          case Inquiry.Answer.Gone(Undecided open) -> undecided.add(open);
        }
      }
    }
    ResultDecision decision = judgement.concludeResult();
    return candidate.observes() ? Observed.of(decision) : decision;
  }

  /** What the earlier policies made of the call: rules by the record, limits counted anew. */
  private static Decision then(PolicySet earlier, RecordedCall call, Limits limits) {
    Recollection recorded = new Recollection(call.reasons());
    Subject subject = Subjects.of(call.facts(), at(call), earlier.lists());
    call.lostWhole().forEach(subject::losing);
    Inquiry inquiry = new Inquiry(RuleTwins.none(), call, subject);
    Judgement judgement =
        Judgement.ofCall(call.facts(), subject, (rule, _) -> recorded.violation(rule));
    for (Rule rule : earlier.rules()) {
      if (rule.whenResult().isEmpty()) {
        judgement.take(inquiry.countable(rule), recorded.outcome(rule));
      }
    }
    Decision decision =
        judgement.conclude(limits, earlier.permitsByDefault(), _ -> call.isApproved());
    return earlier.observes() ? Observed.of(decision) : decision;
  }

  private static ResultDecision replyThen(
      PolicySet earlier, RecordedCall call, Supplier<? extends JsonValue> result, boolean isError) {
    Recollection recorded = new Recollection(call.reasons());
    Judgement judgement =
        Judgement.ofResult(
            call.facts(),
            Subjects.ofResult(call.facts(), at(call), earlier.lists(), result, isError));
    for (Rule rule : earlier.rules()) {
      if (rule.whenResult().isPresent()) {
        judgement.take(rule, recorded.outcome(rule));
      }
    }
    ResultDecision decision = judgement.concludeResult();
    return earlier.observes() ? Observed.of(decision) : decision;
  }

  private static Instant at(RecordedCall call) {
    return call.facts()
        .at()
        .orElseThrow(() -> new IllegalArgumentException("a recorded call has a time"));
  }
}
