package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.mask.Masks;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyEngineTest {
  private static final Caller ADA =
      new Caller("ada", List.of("support"), JsonValue.EMPTY_JSON_OBJECT, Optional.empty());
  private static final Caller BOB =
      new Caller("bob", List.of(), JsonValue.EMPTY_JSON_OBJECT, Optional.empty());

  @Test
  void asksForArgumentsOnceAndOnlyIfAConditionNeedsThem() {
    PolicyEngine engine =
        engine(
            """
            default: permit
            rules:
              - { name: a, tools: [ x__a ], when: "size(args) > 0", refuse: "1" }
              - { name: b, tools: [ x__a ], when: "size(args) > 1", refuse: "2" }
              - { name: c, tools: [ x__b ], when: 'tool == "x__c"', refuse: "3" }
              - { name: d, tools: [ x__a ], sql: { in: $.q, dialect: ansi } }
            """);
    AtomicInteger asked = new AtomicInteger();
    Supplier<JsonObject> arguments =
        () -> {
          asked.incrementAndGet();
          return JsonValue.EMPTY_JSON_OBJECT;
        };

    engine.judge(call(ADA, "x__b", arguments));
    assertEquals(0, asked.get());
    engine.judge(call(ADA, "x__a", arguments));
    assertEquals(1, asked.get());
  }

  @Test
  void refusesSqlThatCannotBeHad() {
    PolicyEngine engine =
        engine("{ default: permit, rules: [ { name: a, sql: { in: $.q, dialect: ansi } } ] }");
    Supplier<JsonObject> unreadable =
        () -> {
          throw new JsonException("too deep");
        };
    Decision decision = engine.judge(call(ADA, "x__a", unreadable));
    assertEquals("the call's arguments cannot be read", decision.reasons().getFirst().because());
  }

  @Test
  void refusesWhenArgumentsCannotBeHad() {
    PolicyEngine engine =
        engine("{ default: permit, rules: [ { name: a, when: size(args) > 0, permit: true } ] }");

    Decision decision =
        engine.judge(
            call(
                ADA,
                "x__a",
                () -> {
                  throw new IllegalStateException("a secret 4111");
                }));

    assertEquals("refuse", decision.code());
    assertEquals("a", decision.rule());
    assertFalse(decision.toString().contains("4111"), decision.toString());
  }

  @Test
  void tellsNothingOfTheCallInItsReasons() {
    PolicyEngine engine =
        engine(
            "{ default: permit, rules: [ { name: a, when: int(args.n) > 0, permit: true }, "
                + "{ name: b, when: 'args[args.n] == 1', permit: true } ] }");

    Decision decision =
        engine.judge(call(ADA, "x__a", () -> json("{\"n\": \"hunter2\"}").asJsonObject()));

    assertEquals("refuse", decision.code());
    assertFalse(decision.toString().contains("hunter2"), decision.toString());
  }

  @Test
  void listsAToolUnlessItIsRefusedWhateverTheCall() {
    PolicyEngine engine =
        engine(
            """
            rules:
              - { name: reads, tools: [ crm__get, crm__delete ], permit: true }
              - { name: no deletes, tools: [ "*__delete" ], refuse: "no" }
              - { name: some, tools: [ crm__set ], when: args.x == 1, permit: true }
              - { name: not all, tools: [ crm__get ], when: args.x == 1, refuse: "no" }
              - { name: masks, mask: { result: [ { detect: email } ] } }
              - { name: held, tools: [ crm__merge ], groups: [ support ], approve: { groups: [ a ] } }
            """);

    assertTrue(engine.mayEverCall(ADA, new ToolName("crm", "get")));
    assertTrue(engine.mayEverCall(ADA, new ToolName("crm", "set")));
    assertFalse(engine.mayEverCall(ADA, new ToolName("crm", "delete")));
    assertFalse(engine.mayEverCall(ADA, new ToolName("crm", "other")));
    assertTrue(engine.mayEverCall(ADA, new ToolName("crm", "merge")));
    assertFalse(engine.mayEverCall(BOB, new ToolName("crm", "merge")));
  }

  @Test
  void listsWhatMayBeCalledAtSomeOtherTimeOrIsOnlyObserved() {
    PolicyEngine engine =
        engine(
            """
            rules:
              - { name: a, tools: x__*, times: [ { days: mon, to: "00:01", zone: UTC } ], permit: true }
              - { name: b, tools: x__b, times: [ { days: tue, zone: UTC } ], refuse: "b" }
              - { name: c, tools: x__c, refuse: "c", observe: true }
              - { name: d, tools: y__d, permit: true, observe: true }
              - { name: e, tools: x__e, when-result: isError, refuse: "e" }
            """);

    assertTrue(engine.mayEverCall(ADA, new ToolName("x", "a")));
    assertTrue(engine.mayEverCall(ADA, new ToolName("x", "b")));
    assertTrue(engine.mayEverCall(ADA, new ToolName("x", "c")));
    assertFalse(engine.mayEverCall(ADA, new ToolName("y", "d")));
    assertTrue(engine.mayEverCall(ADA, new ToolName("x", "e")));
    assertTrue(
        engine("{ observe: true, rules: [ { name: a, tools: a__b, refuse: x } ] }")
            .mayEverCall(ADA, new ToolName("a", "b")));
  }

  @Test
  void listsResourcesAndPromptsLikeTools() {
    PolicyEngine engine =
        engine(
            """
            rules:
              - { name: a, resources: "file:///pub/*", permit: true }
              - { name: b, resources: "*.pem", refuse: "b" }
              - { name: c, prompts: crm__reply, groups: support, permit: true }
            """);
    Facts read =
        new Facts(
            ADA,
            "resources/read",
            Optional.of("files"),
            Optional.empty(),
            () -> JsonValue.EMPTY_JSON_OBJECT);
    Facts get =
        new Facts(
            BOB,
            "prompts/get",
            Optional.of("crm"),
            Optional.empty(),
            () -> JsonValue.EMPTY_JSON_OBJECT);

    assertTrue(engine.mayEver(read.withResource("file:///pub/a.txt")));
    assertFalse(engine.mayEver(read.withResource("file:///pub/a.pem")));
    assertFalse(engine.mayEver(read.withResource("file:///etc/passwd")));
    assertFalse(engine.mayEver(get.withPrompt("crm__reply")));
  }

  @Test
  void explainsEveryRuleWithoutCounting() {
    PolicyEngine engine =
        engine(
            """
            default: permit
            rules:
              - { name: a, tools: [ x__b, y__* ], refuse: "no" }
              - { name: b, groups: leads, refuse: "no" }
              - { name: c, when: args.n > 1, refuse: "no" }
              - { name: d, when: args.m > 1, refuse: "no" }
              - { name: e, limit: { calls: 1, per: 1h } }
              - { name: f, when-result: result.n > 1, refuse: "no" }
              - { name: g, times: [ { days: mon, zone: UTC } ], outside-times: [ { days: mon, to: "12:00", zone: UTC } ], refuse: "no" }
              - { name: h, claims: { level: "3" }, refuse: "no" }
            """);
    Facts facts =
        call(ADA, "x__a", () -> json("{\"n\": 1}").asJsonObject())
            .at(Instant.parse("2026-11-23T09:00:00Z"));

    Explanation explanation = engine.explain(facts);

    assertEquals(
        """
        p:3 a: tools wants x__b, y__*: is `x__a`
        p:4 b: groups wants leads: the caller is in support
        p:5 c: when wants args.n > 1: the condition does not hold
        p:6 d: unknown: attribute not found
        p:7 e: matched: at most 1 call per 1h
        p:8 f: on the reply: result.n > 1
        p:9 g: outside-times wants mon 00:00-12:00 UTC: the call came at 2026-11-23T09:00:00Z
        p:10 h: claims.level wants 3: the caller has none
        """,
        explanation.rules().stream()
            .map(account -> PolicyEngineTest.said(account) + "\n")
            .collect(Collectors.joining()));
    assertEquals("refuse", explanation.decision().code());
    assertEquals(
        List.of("f"),
        engine.explainResult(facts, () -> json("{\"n\": 2}"), false).rules().stream()
            .map(RuleAccount::rule)
            .toList());
    Facts other = call(ADA, "x__a", () -> json("{\"n\": 1, \"m\": 1}").asJsonObject());
    engine.explain(other);
    assertEquals("permit", engine.judge(other).code(), "explaining took nothing of the limit");
    assertEquals("throttle", engine.judge(other).code());
  }

  private static String said(RuleAccount account) {
    String said =
        switch (account.outcome()) {
          case RuleAccount.Outcome.Matched(List<Reason> reasons) ->
              "matched: " + reasons.getFirst().because();
          case RuleAccount.Outcome.NotMatched(String part, String wanted, String why) ->
              part + " wants " + wanted + ": " + why;
          case RuleAccount.Outcome.Unknown(String why) -> "unknown: " + why;
          case RuleAccount.Outcome.OnResult(String condition) -> "on the reply: " + condition;
        };
    return account.file() + ":" + account.line() + " " + account.rule() + ": " + said;
  }

  @Test
  void withholdsWhenTheReplyCannotBeHad() {
    PolicyEngine engine =
        engine("{ default: permit, rules: [ { name: a, when-result: result.n > 1, refuse: x } ] }");

    ResultDecision decision =
        engine.judgeResult(
            call(ADA, "x__a", () -> JsonValue.EMPTY_JSON_OBJECT),
            () -> {
              throw new IllegalStateException("a secret 4111");
            },
            false);

    assertInstanceOf(ResultDecision.Withhold.class, decision);
    assertFalse(decision.toString().contains("4111"), decision.toString());
  }

  @Test
  void asksForTheReplyOnlyIfAConditionNeedsIt() {
    PolicyEngine engine =
        engine(
            "{ default: permit, rules: [ { name: a, tools: x__a, when-result: result.n > 1, refuse:"
                + " x }, { name: b, when-result: isError, refuse: y } ] }");
    AtomicInteger asked = new AtomicInteger();
    Supplier<JsonValue> result =
        () -> {
          asked.incrementAndGet();
          return json("{\"n\": 1}");
        };

    assertTrue(engine.set().judgesResults());
    engine.judgeResult(call(ADA, "x__b", () -> JsonValue.EMPTY_JSON_OBJECT), result, false);
    assertEquals(0, asked.get());
    engine.judgeResult(call(ADA, "x__a", () -> JsonValue.EMPTY_JSON_OBJECT), result, false);
    assertEquals(1, asked.get());
    assertFalse(engine("{ default: permit, rules: [] }").set().judgesResults());
  }

  @Test
  void listsEveryToolThatTheDefaultPermits() {
    PolicyEngine engine =
        engine("{ default: permit, rules: [ { name: a, tools: [ a__b ], refuse: no } ] }");

    assertTrue(engine.mayEverCall(ADA, new ToolName("x", "y")));
    assertFalse(engine.mayEverCall(ADA, new ToolName("a", "b")));
  }

  @Test
  void scrubsWithTheMasksOfAllRules() {
    PolicyEngine engine =
        engine(
            """
            rules:
              - { name: a, tools: [ a__b ], mask: { arguments: [ { detect: email } ] } }
              - { name: b, when: "false", mask: { result: [ { path: $.a, detect: payment-card } ] } }
            """);

    assertEquals(
        "{\"x\": [masked:email], [masked:payment-card]",
        engine.everyDetector().scrub("{\"x\": ada@example.com, 4111111111111111"));
  }

  @Test
  void countsExactlyWhenManyCallAtOnce() throws InterruptedException {
    PolicyEngine engine =
        engine("{ default: permit, rules: [ { name: a, limit: { calls: 100, per: 1h } } ] }");
    AtomicInteger permitted = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 8)
            .mapToObj(
                _ ->
                    Thread.startVirtualThread(
                        () -> {
                          for (int i = 0; i < 100; i++) {
                            Decision decision =
                                engine.judge(call(ADA, "x__a", () -> JsonValue.EMPTY_JSON_OBJECT));
                            permitted.addAndGet(decision.code().equals("permit") ? 1 : 0);
                          }
                        }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(100, permitted.get());
  }

  @Test
  void isNeverWithoutAReason() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Decision.Throttle(Duration.ofSeconds(1), Masks.none(), List.of()));
  }

  private static Facts call(Caller caller, String tool, Supplier<JsonObject> arguments) {
    return new Facts(caller, "tools/call", Optional.of("x"), Optional.of(tool), arguments);
  }

  private static JsonValue json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }

  private static PolicyEngine engine(String policy) {
    Reading reading = PolicySet.of(List.of(new PolicyText("p", policy)));
    PolicySet set = assertInstanceOf(Reading.Accepted.class, reading, reading::toString).set();
    return new PolicyEngine(set, new SettableClock());
  }
}
