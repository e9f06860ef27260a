package dev.gatehouse.gateway.audit;

import dev.gatehouse.policies.Decision;
import dev.gatehouse.policies.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A decision as it is recorded and shown.
 *
 * @param decision permit, hold, refuse or throttle; of a reply also withhold
 * @param rule the first rule that led to it, or {@code default}
 * @param reasons of all rules that counted
 * @param policyDigest of the policy set that was asked
 * @param masked how many places were masked, by detector or path
 * @param retryAfter when a throttled call may pass
 * @param approval the id of the approval that a held call waits for, or was made by
 */
public record Verdict(
    String decision,
    String rule,
    List<Reason> reasons,
    String policyDigest,
    Map<String, Integer> masked,
    Optional<Duration> retryAfter,
    Optional<String> approval) {
  public Verdict {
    reasons = List.copyOf(reasons);
    masked = Map.copyOf(masked);
  }

  /** What a policy decided. */
  public static Verdict of(Decision decision, String policyDigest, Map<String, Integer> masked) {
    Optional<Duration> retryAfter =
        decision instanceof Decision.Throttle throttle
            ? Optional.of(throttle.retryAfter())
            : Optional.empty();
    return new Verdict(
        decision.code(),
        decision.rule(),
        decision.reasons(),
        policyDigest,
        masked,
        retryAfter,
        Optional.empty());
  }

  /** What the protocol itself asks for, which no policy refuses. */
  public static Verdict protocol(String policyDigest) {
    return new Verdict(
        "permit",
        "protocol",
        List.of(),
        policyDigest,
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what rules said of the reply, which was let through. */
  public Verdict and(List<Reason> ofReply) {
    if (ofReply.isEmpty()) {
      return this;
    }
    List<Reason> all = new ArrayList<>(reasons);
    all.addAll(ofReply);
    return new Verdict(decision, rule, all, policyDigest, masked, retryAfter, approval);
  }

  /**
   * The same of a reply that is kept from the client.
   *
   * @param ofReply what rules said of it: the one that withholds it first
   */
  public Verdict withholding(List<Reason> ofReply) {
    List<Reason> all = new ArrayList<>(ofReply);
    all.addAll(reasons);
    return new Verdict(
        "withhold", ofReply.getFirst().rule(), all, policyDigest, masked, retryAfter, approval);
  }

  /** The same with more places masked, as when the reply is masked too. */
  public Verdict withMasked(Map<String, Integer> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Integer> sum = new TreeMap<>(masked);
    more.forEach((label, count) -> sum.merge(label, count, Integer::sum));
    return new Verdict(decision, rule, reasons, policyDigest, sum, retryAfter, approval);
  }

  /** The same of a call that waits for this approval, or was made by it. */
  public Verdict by(String approvalId) {
    return new Verdict(
        decision, rule, reasons, policyDigest, masked, retryAfter, Optional.of(approvalId));
  }
}
