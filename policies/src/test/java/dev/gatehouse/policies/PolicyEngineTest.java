package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.mask.Masks;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
        engine.judge(
            call(ADA, "x__a", () -> MaskedJson.parse("{\"n\": \"hunter2\"}").asJsonObject()));

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

  private static PolicyEngine engine(String policy) {
    Reading reading = PolicySet.of(List.of(new PolicyText("p", policy)));
    PolicySet set = assertInstanceOf(Reading.Accepted.class, reading, reading::toString).set();
    return new PolicyEngine(set, new SettableClock());
  }
}
