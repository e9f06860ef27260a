package dev.gatehouse.policies.check;

import dev.gatehouse.policies.Reason;
import dev.gatehouse.policies.RuleAccount;
import dev.gatehouse.policies.yaml.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says why a call was decided as it was, for who expected something else. */
final class Why {
  private final PolicyTest test;
  private final PolicyPlaces places;
  private final List<RuleAccount> accounts;

  Why(Trial trial, PolicyTest test, PolicyPlaces places) {
    this.test = test;
    this.places = places;
    this.accounts = new ArrayList<>(trial.engine().explain(trial.facts()).rules());
    test.reply()
        .map(its -> trial.engine().explainResult(trial.facts(), its::value, its.isFailure()))
        .ifPresent(explanation -> accounts.addAll(explanation.rules()));
  }

  /** What the rules said, then why those did not fire that the test expects to. */
  List<String> of(Happened happened) {
    List<String> why = new ArrayList<>();
    for (Reason reason : happened.reasons()) {
      why.add(name(reason.rule()) + ": " + reason.verb() + ": " + reason.because());
    }
    for (String rule : expected(test)) {
      if (!happened.fired(rule)) {
        accounts.stream()
            .filter(account -> account.rule().equals(rule))
            .reduce((_, last) -> last)
            .ifPresent(account -> why.add(name(rule) + " " + notFired(account)));
      }
    }
    return why;
  }

  private static Set<String> expected(PolicyTest test) {
    Set<String> rules = new LinkedHashSet<>();
    for (Expectation expectation : test.expected()) {
      if (expectation instanceof Expectation.DecidedBy(_, String rule)) {
        rules.add(rule);
      } else if (expectation instanceof Expectation.Fired(_, String rule)) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private String name(String rule) {
    String place =
        accounts.stream()
            .filter(account -> account.rule().equals(rule))
            .findFirst()
            .map(account -> " (" + account.file() + ":" + places.line(account.line()) + ")")
            .orElse("");
    return Problem.quote(rule) + place;
  }

  private static String notFired(RuleAccount account) {
    return switch (account.outcome()) {
      case RuleAccount.Outcome.NotMatched(String part, String wanted, String found) ->
          "did not fire: `" + part + "` wants " + Problem.quote(wanted) + ", but " + found;
      case RuleAccount.Outcome.OnResult _ -> "is about replies, and there is none";
      case RuleAccount.Outcome.Unknown(String said) -> "cannot be evaluated: " + said;
      case RuleAccount.Outcome.Matched _ -> "only observes";
    };
  }
}
