package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.RecordedCall;
import dev.gatehouse.policies.ResultDecision;
import dev.gatehouse.policies.Retried;
import dev.gatehouse.policies.Undecided;
import dev.gatehouse.policies.mask.Leaf;
import dev.gatehouse.policies.mask.MaskChange;
import dev.gatehouse.policies.mask.MaskComparison;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.MaskingException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what was decided on a call with what a candidate decides. Used once, on one thread. */
final class ReplayComparison {
  private static final String THEN_UNKNOWN =
      "the policies that decided it are not in the log any more";
  private static final String OTHERWISE =
      "its decision hung on something that is not recorded, such as what limits had counted before";

  private static final String HOLD = "hold";

  /** The word for a call or reply that could not be masked. */
  private static final String MASKING = "masking";

  private final RecordedRequest request;
  private final Retried judged;
  private final List<ReplayChange> changes = new ArrayList<>(0);
  private final Set<String> unsaid = new LinkedHashSet<>(0);
  private Optional<String> now = Optional.empty();

  ReplayComparison(RecordedRequest request, Retried judged) {
    this.request = request;
    this.judged = judged;
  }

  ReplayedCall replayed() {
    return new ReplayedCall(
        request.index(),
        request.at(),
        request.facts().caller().principal(),
        request.facts().tool().orElse(request.facts().method()),
        request.decision(),
        now,
        changes,
        List.copyOf(unsaid));
  }

  /** Compares the decisions on the call, and what is hidden in its arguments. */
  void call() {
    decision();
    List<Reason> known = new ArrayList<>(request.reasons());
    judged.then().ifPresent(then -> known.addAll(then.reasons()));
    observed(known, judged.now().reasons());
    if (hasUndecided(judged.undecided())) {
      return;
    }
    MaskPlan plan = judged.now().masks().arguments();
    if (judged.then().isEmpty()) {
      if (!plan.isEmpty() || !request.masked().isEmpty()) {
        unsaid.add("masks of arguments: " + THEN_UNKNOWN);
      }
      return;
    }
    MaskPlan was = judged.then().get().masks().arguments();
    if (!was.isSame(plan) && request.leaves().isEmpty()) {
      unsaid.add(
          "masks of arguments: "
              + request.lost().getOrDefault(RecordedCall.ARGUMENTS, "there is no message"));
      return;
    }
    masks(ReplayChange.Message.ARGUMENTS, was, plan, request.leaves(), request.masked());
  }

  private void decision() {
    Decision decision = judged.now();
    boolean isSure = decision instanceof Decision.Refuse && !decision.rule().equals("default");
    if (!isSure) {
      judged.undecided().stream()
          .filter(Undecided::onDecision)
          .forEach(it -> unsaid.add("decision: rule `%s`: %s".formatted(it.rule(), it.why())));
    }
    String recorded = request.isApproved() ? HOLD : request.decision();
    boolean isFaithful = judged.then().filter(then -> !code(then).equals(recorded)).isEmpty();
    boolean isSame = code(decision).equals(recorded);
    if (!unsaid.isEmpty()) {
      return;
    }
    if (request.rule().equals(MASKING)) {
      if (!isSameAsBefore(decision)) {
        unsaid.add("decision: what was to be hidden could not be hidden, and is not recorded");
      }
    } else if (!isSame && !isFaithful) {
      unsaid.add("decision: " + OTHERWISE);
    } else if (!isSame) {
      now = Optional.of(code(decision));
      changes.add(
          new ReplayChange.Decided(recorded, code(decision), decision.reasons().getFirst()));
    } else {
      now = Optional.of(request.decision());
      same(decision);
    }
  }

  /** Whether it is what was decided before masking failed, which it would again. */
  private boolean isSameAsBefore(Decision decision) {
    return judged
        .then()
        .filter(then -> code(then).equals(code(decision)))
        .filter(then -> then.masks().arguments().isSame(decision.masks().arguments()))
        .isPresent();
  }

  /** Compares two decisions of the same word. */
  private void same(Decision decision) {
    boolean keeps = !code(decision).equals("permit");
    if (keeps && !decision.rule().equals(request.rule())) {
      changes.add(new ReplayChange.Deciding(code(decision), request.rule(), decision.rule()));
    } else if (judged.then().isPresent()) {
      String was = told(judged.then().get());
      String is = told(decision);
      if (!was.equals(is)) {
        changes.add(new ReplayChange.Told(was, is));
      }
    }
  }

  /** What of a decision is told to those whom it concerns, and is no figure. */
  private static String told(Decision decision) {
    return switch (decision) {
      case Decision.Throttle _ -> "";
      case Decision.Refuse refuse -> refuse.message();
      case Decision.Permit _, Decision.Hold _ ->
          decision.reasons().stream()
              .filter(reason -> reason.verb().equals(Reason.APPROVE))
              .map(Reason::because)
              .collect(Collectors.joining("; "));
    };
  }

  /** The word of a decision; that of a call which people let through is what they were asked by. */
  private static String code(Decision decision) {
    boolean isApproved =
        decision instanceof Decision.Permit
            && decision.reasons().getFirst().verb().equals(Reason.APPROVE);
    return isApproved ? HOLD : decision.code();
  }

  /** Compares what becomes of the reply, and what is hidden in it. */
  void reply(RecordedReply reply, Retried.Reply again) {
    observed(reply.reasons(), again.now().reasons());
    again.undecided().stream()
        .filter(Undecided::onDecision)
        .forEach(it -> unsaid.add("result: rule `%s`: %s".formatted(it.rule(), it.why())));
    if (again.undecided().stream().noneMatch(Undecided::onDecision)) {
      released(reply, again.now());
    }
    if (hasUndecided(again.undecided()) || hasUndecided(judged.undecided())) {
      return;
    }
    MaskPlan plan = judged.now().masks().results().and(again.now().results());
    if (judged.then().isEmpty() || again.then().isEmpty()) {
      if (!plan.isEmpty() || !reply.masked().isEmpty()) {
        unsaid.add("masks of the result: " + THEN_UNKNOWN);
      }
      return;
    }
    MaskPlan was = judged.then().get().masks().results().and(again.then().get().results());
    masks(ReplayChange.Message.RESULT, was, plan, reply.leaves(), reply.masked());
  }

  private void released(RecordedReply reply, ResultDecision decision) {
    boolean isWithheld = decision instanceof ResultDecision.Withhold;
    if (isWithheld == reply.withheld()) {
      return;
    }
    if (reply.withheld() && reply.reasons().getFirst().rule().equals(MASKING)) {
      unsaid.add("result: what was to be hidden could not be hidden, and is not recorded");
      return;
    }
    changes.add(
        new ReplayChange.Replied(
            isWithheld, isWithheld ? decision.reasons().getFirst() : reply.reasons().getFirst()));
  }

  private boolean hasUndecided(List<Undecided> undecided) {
    List<Undecided> onMasks = undecided.stream().filter(Undecided::onMasks).toList();
    onMasks.forEach(it -> unsaid.add("masks: rule `%s`: %s".formatted(it.rule(), it.why())));
    return !onMasks.isEmpty();
  }

  private void masks(
      ReplayChange.Message in,
      MaskPlan was,
      MaskPlan plan,
      List<Leaf> leaves,
      Map<String, Integer> counts) {
    try {
      boolean hides = !counts.isEmpty();
      for (MaskChange change : MaskComparison.of(was, plan, leaves, counts)) {
        hides |= change instanceof MaskChange.More;
        if (change instanceof MaskChange.Unsaid(String label, String why)) {
          unsaid.add("masks of the %s: `%s`: %s".formatted(in.word(), label, why));
        } else {
          changes.add(new ReplayChange.Masked(in, change));
        }
      }
      if (hides && was.seals() != plan.seals()) {
        changes.add(new ReplayChange.Sealed(in, plan.seals()));
      }
    } catch (MaskingException e) {
      unsaid.add("masks of the %s: %s".formatted(in.word(), e.getMessage()));
    }
  }

  /** What would have been observed, and was not. */
  private void observed(List<Reason> recorded, List<Reason> reasons) {
    for (Reason reason : reasons) {
      if (reason.isObserved() && !recorded.contains(reason)) {
        changes.add(new ReplayChange.Observed(reason));
      }
    }
  }
}
