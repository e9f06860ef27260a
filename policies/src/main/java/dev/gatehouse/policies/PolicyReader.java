package dev.gatehouse.policies;

import dev.gatehouse.policies.PolicySet.Reading;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.NamedLists;
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
  private final List<MappingReader> files = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final List<UpstreamMention> mentions = new ArrayList<>();
  private final List<SealMention> seals = new ArrayList<>();
  private final List<MappingReader> observing = new ArrayList<>();
  private Optional<String> defaultVerb = Optional.empty();

  Reading read(List<Path> paths) {
    for (Path path : paths) {
      YamlFile.text(path, problems)
          .ifPresent(
              text -> {
                String name =
                    Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
                texts.add(new PolicyText(name, text));
                parse(path.toString(), text);
              });
    }
    return reading();
  }

  Reading of(List<PolicyText> recorded) {
    for (PolicyText text : recorded) {
      texts.add(text);
      parse(text.file(), text.text());
    }
    return reading();
  }

  private void parse(String file, String text) {
    YamlFile.parse(file, text, problems)
        .flatMap(node -> MappingReader.of(file, node, problems))
        .ifPresent(files::add);
  }

  private Reading reading() {
    NamedLists lists =
        NamedLists.of(
            files.stream().flatMap(file -> file.mapping("sets").stream()).toList(), problems);
    RuleReader ruleReader = new RuleReader(problems, lists, mentions, seals);
    files.replaceAll(file -> file.with(lists));
    files.forEach(file -> readFile(file, ruleReader));
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
        new PolicySet(texts, rules, permits, observes, lists, mentions, seals), warnings.list());
  }

  /** Whether all files only observe: one file must not switch off the rules of another. */
  private boolean observes() {
    Optional<MappingReader> other =
        files.stream().filter(file -> !observing.contains(file)).findFirst();
    if (other.isPresent()) {
      String not = Problem.quote(other.get().file());
      String message = not + " does not say it; expected `observe` in all files or in none";
      observing.forEach(file -> file.problem("observe", message));
    }
    return other.isEmpty() && !files.isEmpty();
  }

  private void readFile(MappingReader reader, RuleReader ruleReader) {
    String file = reader.file();
    Optional<String> verb = reader.choice("default", "permit", "refuse");
    if (verb.isPresent() && defaultVerb.isPresent() && !defaultVerb.equals(verb)) {
      String other = "another file says `default: " + defaultVerb.get() + "`";
      reader.problem("default", other + "; expected the same, or no `default` here");
    }
    defaultVerb = defaultVerb.or(() -> verb);
    if (reader.bool("observe").orElse(false)) {
      observing.add(reader);
    }
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
