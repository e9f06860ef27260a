package dev.gatehouse.policies.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.policies.Caller;
import dev.gatehouse.policies.Facts;
import dev.gatehouse.policies.PolicySet;
import dev.gatehouse.policies.PolicyText;
import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.RecordedCall;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits are counted anew by the clock of the record, and claims are known by their twins only. */
class ReplayLimitsTest {
  private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
  private static final String THREE =
      "default: permit\nrules: [ { name: slow, limit: { calls: 3, per: 1h } } ]\n";
  private static final String FINANCE =
      """
      default: permit
      rules:
        - { name: finance only, claims: { department: [ finance ] }, tools: bank__pay, refuse: "no" }
      """;

  @Test
  void throttlesWhatWouldBeTooMuchByTheClockOfTheRecord() {
    Replay replay = new Replay(set(THREE));
    Optional<PolicySet> then = Optional.of(set("default: permit\nrules: [ ]\n"));
    List<String> decisions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      decisions.add(run(replay, call(i, i * 60L, "permit", List.of(), Map.of()), then));
    }
    decisions.add(run(replay, call(5, 7_200, "permit", List.of(), Map.of()), then));
    assertEquals(
        List.of("[]", "[]", "[]", "[permit -> throttle]", "[permit -> throttle]", "[]"), decisions);
  }

  @Test
  void findsNothingWhereTheSameLimitThrottledThen() {
    Replay replay = new Replay(set(THREE));
    Optional<PolicySet> then = Optional.of(set(THREE));
    List<String> decisions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String decision = i < 3 ? "permit" : "throttle";
      List<Reason> reasons = List.of(new Reason("slow", "limit", "3 calls"));
      decisions.add(run(replay, call(i, i, decision, reasons, Map.of()), then));
    }
    assertEquals(List.of("[]", "[]", "[]", "[]", "[]"), decisions);
  }

  @Test
  void saysWhereADecisionHungOnCallsFromBeforeTheRecord() {
    Replay replay = new Replay(set("default: permit\nrules: [ ]\n"));
    List<Reason> reasons = List.of(new Reason("slow", "limit", "3 calls"));
    assertEquals(
        "[] decision: its decision hung on something that is not recorded, such as what limits had"
            + " counted before",
        run(replay, call(0, 0, "throttle", reasons, Map.of()), Optional.of(set(THREE))));
  }

  @Test
  void takesForClaimsWhatIsRecordedOfARuleThatAskedTheSame() {
    Map<String, String> lost = Map.of(RecordedCall.CLAIMS, "not recorded");
    String told = FINANCE.replace("\"no\"", "\"ask finance\"");
    List<Reason> refused = List.of(new Reason("finance only", "refuse", "no"));
    Replay replay = new Replay(set(told));
    Optional<PolicySet> then = Optional.of(set(FINANCE));
    assertEquals(
        "[]",
        run(
            replay,
            call(0, 0, "permit", List.of(new Reason("default", "permit", "")), lost),
            then));
    assertEquals("[other message]", run(replay, call(1, 1, "refuse", refused, lost), then));
  }

  @Test
  void saysThatNobodyKnowsClaimsThatNoRuleAskedForThen() {
    Map<String, String> lost = Map.of(RecordedCall.CLAIMS, "not recorded");
    Replay replay = new Replay(set(FINANCE));
    assertEquals(
        "[] decision: rule `finance only`: not recorded",
        run(
            replay,
            call(0, 0, "permit", List.of(), lost),
            Optional.of(set("default: permit\nrules: [ ]\n"))));
  }

  private static String run(Replay replay, RecordedRequest call, Optional<PolicySet> then) {
    ReplayedCall replayed = replay.end(replay.begin(with(call, then)));
    String changes = replayed.changes().stream().map(ReplayChange::kind).toList().toString();
    return (changes + " " + String.join("; ", replayed.unsaid())).strip();
  }

  private static RecordedRequest with(RecordedRequest call, Optional<PolicySet> policies) {
    return new RecordedRequest(
        call.index(),
        call.at(),
        call.facts(),
        call.lost(),
        call.decision(),
        call.rule(),
        call.reasons(),
        call.leaves(),
        call.masked(),
        policies);
  }

  private static RecordedRequest call(
      int index, long seconds, String decision, List<Reason> reasons, Map<String, String> lost) {
    Facts facts =
        new Facts(
            new Caller("ada", List.of(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty()),
            "tools/call",
            Optional.of("bank"),
            Optional.of("bank__pay"),
            () -> JsonValue.EMPTY_JSON_OBJECT);
    String rule = reasons.isEmpty() ? "default" : reasons.getFirst().rule();
    return new RecordedRequest(
        index,
        START.plusSeconds(seconds),
        facts,
        lost,
        decision,
        rule,
        reasons,
        List.of(),
        Map.of(),
        Optional.empty());
  }

  private static PolicySet set(String policy) {
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));
    if (reading instanceof PolicySet.Reading.Accepted(PolicySet set, _)) {
      return set;
    }
    throw new IllegalArgumentException(reading.toString());
  }
}
