package dev.gatehouse.gateway.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One call of the agent's session, and what must come of it.
 *
 * @param why what the agent wants, in a person's words
 * @param isHeld whether somebody has to approve it, which the demonstration then does
 * @param expectations each in words, and as a question to what was heard
 */
record Step(
    String why,
    String tool,
    Map<String, Object> arguments,
    boolean isHeld,
    Map<String, Predicate<Heard>> expectations) {

  Step {
    arguments = new LinkedHashMap<>(arguments);
    expectations = new LinkedHashMap<>(expectations);
  }

  /** A call of which nothing is expected yet. */
  static Step of(String why, String tool, Map<String, Object> arguments) {
    return new Step(why, tool, arguments, false, Map.of());
  }

  /** The same call, held until somebody has approved it. */
  Step held() {
    return new Step(why, tool, arguments, true, expectations);
  }

  /** Also expecting this decision, by this rule. */
  Step decided(String label, String rule) {
    return expecting("decided " + label, heard -> heard.label().equals(label))
        .expecting("by the rule `" + rule + "`", heard -> heard.rule().equals(rule));
  }

  /** Also expecting that the agent reads this. */
  Step reads(String part) {
    return expecting("the agent reads `" + part + "`", heard -> heard.whole().contains(part));
  }

  /** Also expecting that none of these reached the agent. */
  Step hides(List<String> secrets) {
    return expecting(
        "nothing secret reaches the agent",
        heard -> secrets.stream().noneMatch(heard.whole()::contains));
  }

  /** Also expecting this. */
  Step expecting(String words, Predicate<Heard> question) {
    Map<String, Predicate<Heard>> more = new LinkedHashMap<>(expectations);
    more.put(words, question);
    return new Step(why, tool, arguments, isHeld, more);
  }

  /** The first expectation that was not met, in words. */
  Optional<String> unmet(Heard heard) {
    return expectations.entrySet().stream()
        .filter(expectation -> !expectation.getValue().test(heard))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
