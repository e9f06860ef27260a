package dev.gatehouse.policies;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads policy files into one set. Confined to one thread, used once. */
final class PolicyReader {
  /** Every call is held against every rule: keeps a judgement short. */
  private static final int RULES_MAX = 1_000;

  private final Problems problems = new Problems();
  private final Problems warnings = new Problems();
  private final List<PolicyText> texts = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<UpstreamMention> mentions = new ArrayList<>();
  private final List<SealMention> seals = new ArrayList<>();
  private final RuleReader ruleReader = new RuleReader(problems, mentions, seals);
  private Optional<String> defaultVerb = Optional.empty();
  private final List<Observing> observing = new ArrayList<>();

  Reading read(List<Path> files) {
    for (Path path : files) {
      YamlFile.text(path, problems)
          .ifPresent(
              text -> {
                String name =
                    Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
                texts.add(new PolicyText(name, text));
                readText(path.toString(), text);
              });
    }
    return reading();
  }

  Reading of(List<PolicyText> recorded) {
    for (PolicyText text : recorded) {
      texts.add(text);
      readText(text.file(), text.text());
    }
    return reading();
  }

  private Reading reading() {
    boolean observes = observes();
    if (!problems.isEmpty()) {
      return new Reading.Rejected(problems.list());
    }
    boolean permits = defaultVerb.filter("permit"::equals).isPresent();
    if (rules.stream().noneMatch(Rule::masks)) {
      String nothing = "`seal` keeps the original of what is masked, and no rule masks anything";
      seals.forEach(seal -> warnings.add(seal.file(), seal.line(), seal.column(), nothing));
    }
    return new Reading.Accepted(
        new PolicySet(texts, rules, permits, observes, mentions, seals), warnings.list());
  }

  /** Whether a file only observes. */
  private record Observing(String file, MappingReader reader, boolean observes) {}

  /** One file must not switch off the rules of another. */
  private boolean observes() {
    boolean all = observing.stream().allMatch(Observing::observes);
    boolean none = observing.stream().noneMatch(Observing::observes);
    if (!all && !none) {
      String not = observing.stream().filter(o -> !o.observes()).findFirst().orElseThrow().file();
      String message = Problem.quote(not) + " does not say it; expected `observe` in all or none";
      observing.stream()
          .filter(Observing::observes)
          .forEach(file -> file.reader().problem("observe", message));
    }
    return all && !observing.isEmpty();
  }

  private void readText(String file, String text) {
    YamlFile.parse(file, text, problems)
        .flatMap(node -> MappingReader.of(file, node, problems))
        .ifPresent(reader -> readFile(file, reader));
  }

  private void readFile(String file, MappingReader reader) {
    Optional<String> verb = reader.choice("default", "permit", "refuse");
    if (verb.isPresent() && defaultVerb.isPresent() && !defaultVerb.equals(verb)) {
      String other = "another file says `default: " + defaultVerb.get() + "`";
      reader.problem("default", other + "; expected the same, or no `default` here");
    }
    defaultVerb = defaultVerb.or(() -> verb);
    observing.add(new Observing(file, reader, reader.bool("observe").orElse(false)));
    int before = rules.size();
    for (MappingReader rule : reader.mappings("rules")) {
      if (rules.size() == RULES_MAX) {
        rule.problem("more than " + RULES_MAX + " rules");
        break;
      }
      ruleReader.read(file, rule).ifPresent(rules::add);
    }
    boolean lets = rules.subList(before, rules.size()).stream().anyMatch(Rule::letsThrough);
    if (verb.filter("refuse"::equals).isPresent() && !lets && reader.has("rules")) {
      warnings.add(file, 1, 1, "no rule here permits anything, and the default is to refuse");
    }
    reader.end();
  }
}
