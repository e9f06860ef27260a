package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Outcome;
import java.util.List;

/** Says what became of rules. */
final class Accounts {
  private Accounts() {}

  /** Has the rule considered and says what became of it when the call was judged. */
  static RuleAccount of(Rule rule, Facts facts, Judgement judgement) {
    if (rule.whenResult().isPresent() && rule.match().matches(facts)) {
      String condition = rule.whenResult().get().expression();
      return account(rule, new RuleAccount.Outcome.OnResult(condition));
    }
    return ofResult(rule, facts, judgement);
  }

  /** Has the rule considered and says what became of it. */
  static RuleAccount ofResult(Rule rule, Facts facts, Judgement judgement) {
    int before = judgement.reasons().size();
    return account(
        rule,
        switch (judgement.consider(rule)) {
          case Outcome.Known(boolean holds) when holds ->
              new RuleAccount.Outcome.Matched(
                  List.copyOf(judgement.reasons().subList(before, judgement.reasons().size())));
          case Outcome.Known _ -> notMatched(rule, facts);
          case Outcome.Unknown(String why) -> new RuleAccount.Outcome.Unknown(why);
        });
  }

  private static RuleAccount.Outcome notMatched(Rule rule, Facts facts) {
    return rule.match()
        .missed(facts)
        .map(
            part ->
                new RuleAccount.Outcome.NotMatched(part.key(), part.wanted(), part.found(facts)))
        .orElseGet(() -> conditionFails(rule));
  }

  private static RuleAccount.Outcome.NotMatched conditionFails(Rule rule) {
    String key = rule.when().isPresent() && rule.whenResult().isEmpty() ? "when" : "when-result";
    String expression = rule.whenResult().or(rule::when).orElseThrow().expression();
    return new RuleAccount.Outcome.NotMatched(key, expression, "the condition does not hold");
  }

  private static RuleAccount account(Rule rule, RuleAccount.Outcome outcome) {
    RulePlace place = rule.place();
    return new RuleAccount(rule.name(), place.file(), place.line(), outcome);
  }
}
