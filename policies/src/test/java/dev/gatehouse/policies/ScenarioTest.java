package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.Scenario.Call;
import dev.gatehouse.policies.Scenario.Expected;
import dev.gatehouse.policies.mask.MaskPlan;
import dev.gatehouse.policies.mask.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
  private static final java.nio.file.Path FOLDER =
      java.nio.file.Path.of("src/test/resources/scenarios");

  static Stream<Scenario> scenarios() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream().flatMap(file -> Scenario.read(file).stream());
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void decidesAsTheScenarioSays(Scenario scenario) {
    Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", scenario.policy())));
    PolicySet set = assertInstanceOf(Reading.Accepted.class, reading, reading::toString).set();
    SettableClock clock = new SettableClock();
    PolicyEngine engine = new PolicyEngine(set, clock);
    Call call = scenario.call();
    for (int i = 0; i < call.earlier(); i++) {
      engine.judge(by(call.earlierPrincipal(), call.facts()));
    }
    clock.advance(call.pause());

    Decision decision = engine.judge(call.facts());

    Expected then = scenario.then();
    assertEquals(then.decision(), decision.code(), () -> decision.reasons().toString());
    then.rule().ifPresent(rule -> assertEquals(rule, decision.rule()));
    List<String> reasons =
        decision.reasons().stream().map(reason -> reason.rule() + ": " + reason.verb()).toList();
    if (!then.reasons().isEmpty()) {
      assertEquals(then.reasons(), reasons);
    }
    switch (decision) {
      case Decision.Refuse refuse ->
          then.message().ifPresent(message -> assertEquals(message, refuse.message()));
      case Decision.Hold hold -> assertEquals(then.groups(), hold.groups());
      case Decision.Throttle throttle ->
          then.retryAfter().ifPresent(after -> assertEquals(after, throttle.retryAfter()));
      case Decision.Permit _ -> {}
    }
    ResultDecision onResult =
        engine.judgeResult(
            call.facts(), () -> MaskedJson.parse(scenario.result()), scenario.isError());
    checkMasks(scenario, decision, decision.masks().results().and(onResult.results()));
    List<String> observed =
        Stream.concat(decision.observed().stream(), onResult.reasons().stream())
            .filter(Reason::isObserved)
            .map(reason -> reason.rule() + ": " + reason.because())
            .toList();
    assertEquals(then.observed(), observed);
    Optional<String> withheld =
        onResult instanceof ResultDecision.Withhold withhold
            ? Optional.of(withhold.message())
            : Optional.empty();
    assertEquals(then.withheld(), withheld);
    then.seals().ifPresent(sides -> assertEquals(sides, seals(decision)));
  }

  private static String seals(Decision decision) {
    Stream<String> sides =
        Stream.of(
            decision.masks().arguments().seals() ? "arguments" : "",
            decision.masks().results().seals() ? "result" : "");
    return sides.filter(side -> !side.isEmpty()).collect(Collectors.joining(" and "));
  }

  private static void checkMasks(Scenario scenario, Decision decision, MaskPlan results) {
    scenario
        .then()
        .arguments()
        .ifPresent(
            expected ->
                assertEquals(
                    MaskedJson.parse(expected),
                    MaskedJson.mask(
                        scenario.call().arguments(),
                        Path.root().key("arguments"),
                        decision.masks().arguments())));
    scenario
        .then()
        .result()
        .ifPresent(
            expected ->
                assertEquals(
                    MaskedJson.parse(expected),
                    MaskedJson.mask(MaskedJson.parse(scenario.result()), Path.root(), results)));
  }

  private static Facts by(String principal, Facts facts) {
    Caller caller = facts.caller();
    return new Facts(
        new Caller(principal, caller.groups(), caller.claims(), caller.client()),
        facts.method(),
        facts.upstream(),
        facts.tool(),
        facts.resource(),
        facts.prompt(),
        facts.session(),
        facts.at(),
        facts.arguments());
  }
}
