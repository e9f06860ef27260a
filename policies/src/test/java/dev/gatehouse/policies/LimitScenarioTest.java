package dev.gatehouse.policies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gatehouse.policies.LimitScenario.Expected;
import dev.gatehouse.policies.LimitScenario.Step;
import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.limit.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitScenarioTest {
  private static final Path FOLDER = Path.of("src/test/resources/limits");

  static Stream<LimitScenario> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream().flatMap(file -> LimitScenario.read(file).stream());
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void decidesAsTheScenarioSays(LimitScenario scenario) {
    Reading reading = PolicySet.of(List.of(new PolicyText("policy.yaml", scenario.policy())));
    PolicySet set = assertInstanceOf(Reading.Accepted.class, reading, reading::toString).set();
    SettableClock clock = new SettableClock();
    clock.set(scenario.at());
    PolicyEngine engine = new PolicyEngine(set, clock);
    Deque<Lease> underWay = new ArrayDeque<>();
    for (Step step : scenario.steps()) {
      switch (step) {
        case Step.Pause pause -> clock.advance(pause.duration());
        case Step.End end -> {
          for (int i = 0; i < end.calls(); i++) {
            underWay.removeFirst().close();
          }
        }
        case Step.Calls calls -> {
          for (int i = 0; i < calls.times(); i++) {
            Decision decision = engine.judge(calls.facts());
            check(calls.then(), decision, calls.resultBytes());
            if (calls.stay()) {
              underWay.addLast(decision.lease());
            } else {
              decision.lease().close();
            }
          }
        }
      }
    }
  }

  private static void check(Expected then, Decision decision, long resultBytes) {
    assertEquals(then.decision(), decision.code(), () -> decision.reasons().toString());
    then.rule().ifPresent(rule -> assertEquals(rule, decision.rule()));
    switch (decision) {
      case Decision.Throttle throttle ->
          then.retryAfter().ifPresent(after -> assertEquals(after, throttle.retryAfter()));
      case Decision.Refuse refuse ->
          then.message().ifPresent(message -> assertEquals(message, refuse.message()));
      case Decision.Permit permit -> assertEquals(then.withheld(), withheld(permit, resultBytes));
      case Decision.Hold _ -> {}
    }
  }

  private static Optional<String> withheld(Decision.Permit permit, long bytes) {
    return switch (permit.grant().judge(bytes)) {
      case ResultDecision.Withhold withhold -> Optional.of(withhold.message());
      case ResultDecision.Release _ -> Optional.empty();
    };
  }
}
