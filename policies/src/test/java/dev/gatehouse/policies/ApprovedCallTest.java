package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.limit.Limits;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A call that people approved passes by exactly what they were asked. */
class ApprovedCallTest {
  private static final String POLICY =
      """
      default: refuse
      rules:
        - { name: everything, permit: true }
        - { name: seen by finance, tools: bank__pay, approve: { groups: finance } }
        - name: large
          tools: bank__pay
          when: args.amount > 100
          approve: { groups: [ directors, owners ], need: all, grant: { for: 15m } }
        - { name: only watched, tools: "*", approve: { groups: nobody }, observe: true }
        - { name: once a minute, tools: bank__pay, limit: { calls: 1, per: 1m } }
        - { name: one at a time, tools: bank__pay, limit: { concurrent: 1 } }
        - { name: no millions, tools: bank__pay, when: args.amount >= 1000000, refuse: "no" }
      """;

  private final SettableClock clock = new SettableClock();
  private final Limits limits = Limits.inMemory(clock);
  private final PolicyEngine engine = engine(POLICY);

  @Test
  void isAskedByEveryRuleInFileOrder() {
    Decision.Hold hold = held(engine.judge(pay(200)));
    assertEquals(
        List.of("seen by finance", "large"), hold.demands().stream().map(Demand::rule).toList());
    assertEquals(List.of("finance", "directors", "owners"), hold.groups());
    assertEquals(new Grants.Once(Duration.ofMinutes(10)), hold.grants());
    assertEquals("hold", hold.code());
    assertEquals("seen by finance", hold.rule());
  }

  @Test
  void countsAndTakesItsPlaceOnlyOnceItIsApproved() {
    Decision.Hold hold = held(engine.judge(pay(20)));
    for (int i = 0; i < 5; i++) {
      held(engine.judge(pay(20)));
    }

    Decision.Permit approved =
        assertInstanceOf(Decision.Permit.class, engine.judgeApproved(pay(20), hold.demands()));
    assertEquals("seen by finance", approved.rule());
    assertEquals("approve", approved.reasons().getFirst().verb());
    assertEquals("permit", approved.code());

    // A second one is one too many, and nobody is asked.
    assertEquals("once a minute", throttled(engine.judge(pay(20))).rule());
    assertEquals("once a minute", throttled(engine.judgeApproved(pay(20), hold.demands())).rule());
    // A minute later it may be asked for, while the first one is still under way.
    clock.advance(Duration.ofMinutes(1));
    held(engine.judge(pay(20)));
    assertEquals("one at a time", throttled(engine.judgeApproved(pay(20), hold.demands())).rule());
    approved.lease().close();
    assertInstanceOf(Decision.Permit.class, engine.judgeApproved(pay(20), hold.demands()));
  }

  @Test
  void isHeldAgainWhereItIsAskedForAnythingElse() {
    List<Demand> small = held(engine.judge(pay(20))).demands();
    List<Demand> large = held(engine.judge(pay(200))).demands();
    assertEquals(large, held(engine.judgeApproved(pay(200), small)).demands());
    assertEquals(small, held(engine.judgeApproved(pay(20), large)).demands());
    assertEquals(large, held(engine.judgeApproved(pay(200), large.reversed())).demands());
    assertEquals(large, held(engine.judgeApproved(pay(200), List.of())).demands());
    for (String other :
        List.of(
            POLICY.replace("groups: finance", "groups: tax"),
            POLICY.replace("groups: finance", "groups: finance, quorum: 2"),
            POLICY.replace("groups: finance", "groups: finance, wait: 2h"),
            POLICY.replace("groups: finance", "groups: finance, justify: true"),
            POLICY.replace("groups: finance", "groups: finance, break-glass: incident"),
            POLICY.replace("name: seen by finance", "name: seen by people"))) {
      held(engine(other).judgeApproved(pay(20), small));
    }
    // What is the same in other words is the same.
    String same = POLICY.replace("groups: finance", "need: any, quorum: 1, groups: [ finance ]");
    assertInstanceOf(Decision.Permit.class, engine(same).judgeApproved(pay(20), small));
  }

  @Test
  void isRefusedByARuleWhateverPeopleSaid() {
    List<Demand> met = held(engine.judge(pay(200))).demands();
    assertInstanceOf(Decision.Refuse.class, engine.judgeApproved(pay(1_000_000), met));
  }

  @Test
  void isNeverHeldByARuleThatOnlyObserves() {
    Facts other = facts("bank__list", 1);
    Decision.Permit permit = assertInstanceOf(Decision.Permit.class, engine.judge(other));
    assertEquals(
        List.of("would have asked for approval: needs approval by `nobody`"),
        permit.observed().stream().map(Reason::because).toList());
    assertInstanceOf(Decision.Permit.class, engine("observe: true\n" + POLICY).judge(pay(200)));
  }

  @Test
  void countsNothingOfWhatIsOnlyWatchedEither() {
    PolicyEngine watching =
        engine(
            """
            default: permit
            rules:
              - { name: asked, approve: { groups: a } }
              - { name: watched, limit: { calls: 1, per: 1h }, observe: true }
            """);
    for (int i = 0; i < 3; i++) {
      Decision.Hold hold = held(watching.judge(pay(1)));
      assertEquals(
          List.of("would have limited: at most 1 call per 1h"),
          hold.observed().stream().map(Reason::because).toList());
    }
  }

  @Test
  void isExplainedInWords() {
    Explanation explanation = engine.explain(pay(200));
    assertEquals(
        List.of(
            "approval by `finance`",
            "approval by `directors` and `owners`, a person of each, good for all such calls for 15"
                + " minutes"),
        held(explanation.decision()).demands().stream().map(Demand::inWords).toList());
  }

  private static Decision.Hold held(Decision decision) {
    return assertInstanceOf(Decision.Hold.class, decision);
  }

  private static Decision.Throttle throttled(Decision decision) {
    return assertInstanceOf(Decision.Throttle.class, decision);
  }

  private PolicyEngine engine(String policy) {
    PolicySet.Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", policy)));
    return new PolicyEngine(
        assertInstanceOf(PolicySet.Reading.Accepted.class, reading, reading::toString).set(),
        clock,
        limits);
  }

  private static Facts pay(int amount) {
    return facts("bank__pay", amount);
  }

  private static Facts facts(String tool, int amount) {
    JsonObject arguments = Json.createObjectBuilder().add("amount", amount).build();
    return new Facts(
        new Caller("ada", List.of(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty()),
        "tools/call",
        Optional.of("bank"),
        Optional.of(tool),
        () -> arguments);
  }
}
