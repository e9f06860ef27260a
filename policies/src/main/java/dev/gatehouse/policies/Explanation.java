package dev.gatehouse.policies;

import java.util.List;

/**
 * A decision with what every rule had to do with it.
 *
 * @param rules one account a rule, in file order
 * @param decision as if no limit were used up: explaining counts nothing
 */
public record Explanation(List<RuleAccount> rules, Decision decision) {
  public Explanation {
    rules = List.copyOf(rules);
  }
}
