package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rules of a set one by one. Confined to one thread. */
final class RuleReader {
  private static final int NAME_CHARACTERS_MAX = 200;

  private final Problems problems;
  private final Conditions conditions;
  private final List<SealMention> seals;
  private final MatchReader matchReader;
  private final VerbReader verbReader;

  /** The rules with which nothing is wrong. */
  private final List<Rule> sound = new ArrayList<>();

  /** Where each name was first given. */
  private final Map<String, NamedAt> names = new HashMap<>();

  RuleReader(
      Problems problems,
      Conditions conditions,
      Detectors detectors,
      List<UpstreamMention> mentions,
      List<SealMention> seals) {
    this.problems = problems;
    this.conditions = conditions;
    this.seals = seals;
    this.matchReader = new MatchReader(problems, mentions);
    this.verbReader = new VerbReader(problems, detectors, conditions::compiler);
  }

  private record NamedAt(String file, int line) {}

  /** The rule; empty if it has no name or no verb. Whatever is wrong was reported. */
  Optional<Rule> read(String file, MappingReader rule) {
    int before = problems.count();
    Optional<String> name = name(file, rule);
    RulePlace place = new RulePlace(file, rule.line(), rule.column());
    Match match = matchReader.read(file, rule);
    Optional<Condition> when = conditions.onCall(rule);
    Optional<Condition> whenResult = conditions.onResult(rule);
    boolean observes = rule.bool("observe").orElse(false);
    List<Verb> verbs = verbReader.read(file, rule, name.orElse(""));
    rule.node("seal")
        .map(node -> problems.at(file, node.line(), node.column(), ""))
        .map(SealMention::new)
        .ifPresent(seals::add);
    rule.end();
    Optional<Rule> read =
        name.filter(_ -> !verbs.isEmpty())
            .map(n -> new Rule(n, place, match, when, whenResult, observes, verbs));
    read.filter(_ -> problems.count() == before).ifPresent(sound::add);
    return read;
  }

  /** The rules that were read so far and with which nothing is wrong. */
  List<Rule> sound() {
    return sound;
  }

  private Optional<String> name(String file, MappingReader rule) {
    Optional<String> name = rule.string("name");
    if (name.isEmpty()) {
      return name;
    }
    if (name.get().length() > NAME_CHARACTERS_MAX || name.get().equals("default")) {
      rule.problem("name", "expected a name of up to 200 characters other than `default`");
    }
    NamedAt here = new NamedAt(file, rule.text("name").map(Scalar::line).orElse(1));
    NamedAt first = names.putIfAbsent(name.get(), here);
    if (first != null) {
      String where = (first.file().equals(file) ? "" : first.file() + " ") + "line " + first.line();
      rule.problem("name", "the rule in " + where + " has the same name; expected another");
    }
    return name;
  }
}
