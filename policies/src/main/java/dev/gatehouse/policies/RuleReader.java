package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.NamedLists;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the rules of a set one by one. Confined to one thread. */
final class RuleReader {
  private static final int NAME_CHARACTERS_MAX = 200;

  private final Conditions conditions;
  private final List<SealMention> seals;
  private final MatchReader matchReader;
  private final VerbReader verbReader;

  /** Where each name was first given. */
  private final Map<String, NamedAt> names = new HashMap<>();

  RuleReader(
      Problems problems,
      NamedLists lists,
      List<UpstreamMention> mentions,
      List<SealMention> seals) {
    this.conditions = new Conditions(problems, lists);
    this.seals = seals;
    this.matchReader = new MatchReader(problems, mentions);
    this.verbReader = new VerbReader(problems, conditions::compiler);
  }

  private record NamedAt(String file, int line) {}

  /** The rule; empty if it has no name or no verb. Whatever is wrong was reported. */
  Optional<Rule> read(String file, MappingReader rule) {
    Optional<String> name = name(file, rule);
    RulePlace place = new RulePlace(file, rule.line(), rule.column());
    Match match = matchReader.read(file, rule);
    Optional<Condition> when = conditions.onCall(rule);
    Optional<Condition> whenResult = conditions.onResult(rule);
    boolean observes = rule.bool("observe").orElse(false);
    List<Verb> verbs = verbReader.read(file, rule, name.orElse(""));
    rule.node("seal").map(node -> SealMention.at(file, node)).ifPresent(seals::add);
    rule.end();
    return name.filter(_ -> !verbs.isEmpty())
        .map(n -> new Rule(n, place, match, when, whenResult, observes, verbs));
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
