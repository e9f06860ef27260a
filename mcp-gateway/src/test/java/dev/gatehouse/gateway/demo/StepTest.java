package dev.gatehouse.gateway.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepTest {
  private static final Step STEP =
      Step.of("Who is it?", "crm__find", Map.of()).decided("PERMITTED", "agents may");

  @Test
  void isMetByWhatItExpects() {
    Heard heard = heard("permit", "agents may", "Ada");
    assertEquals(Optional.empty(), STEP.reads("Ada").hides(List.of("secret")).unmet(heard));
  }

  @Test
  void namesTheFirstExpectationThatIsNotMet() {
    assertEquals(
        Optional.of("decided PERMITTED"), STEP.unmet(heard("refuse", "agents may", "Ada")));
    assertEquals(
        Optional.of("by the rule `agents may`"), STEP.unmet(heard("permit", "another", "Ada")));
    assertEquals(
        Optional.of("the agent reads `Ada`"),
        STEP.reads("Ada").unmet(heard("permit", "agents may", "Bob")));
    assertEquals(
        Optional.of("nothing secret reaches the agent"),
        STEP.hides(List.of("secret")).unmet(heard("permit", "agents may", "a secret")));
  }

  @Test
  void staysHeldWhateverElseIsExpected() {
    assertTrue(STEP.held().reads("Ada").isHeld());
    assertFalse(STEP.reads("Ada").isHeld());
  }

  private static Heard heard(String decision, String rule, String text) {
    return new Heard(text, text, false, decision, rule, Map.of(), 1, Duration.ZERO, 0, "");
  }
}
