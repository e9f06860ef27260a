package dev.gatehouse.policies;

import java.util.List;

/**
 * A decision on a reply with what every rule on results had to do with it.
 *
 * @param rules one account a rule that has {@code when-result}, in file order
 */
public record ResultExplanation(List<RuleAccount> rules, ResultDecision decision) {
  public ResultExplanation {
    rules = List.copyOf(rules);
  }
}
