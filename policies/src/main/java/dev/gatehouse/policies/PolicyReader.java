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
    files.replaceAll(file -> file.with(lists));
    Conditions conditions = new Conditions(problems, lists);
    Detectors detectors = new DetectorReader(problems).read(files);
    RuleReader ruleReader = new RuleReader(problems, conditions, detectors, mentions, seals);
    List<Rules> written = files.stream().map(this::head).toList();
    conditions.prepare(written.stream().flatMap(file -> file.rules().stream()).toList());
    written.forEach(file -> read(file, ruleReader));
    new Unreachable(problems).reportAmong(ruleReader.sound());
    boolean observes = observes();
    if (!problems.isEmpty()) {
      return new Reading.Rejected(problems.list());
    }
    boolean permits = defaultVerb.filter("permit"::equals).isPresent();
    if (rules.stream().noneMatch(Rule::masks)) {
      String nothing = "`seal` keeps the original of what is masked, and no rule masks anything";
      seals.forEach(seal -> warnings.add(seal.problem(nothing)));
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

  /**
   * The rules of a file as they are written.
   *
   * @param verb the default that the file says
   */
  private record Rules(MappingReader file, Optional<String> verb, List<MappingReader> rules) {}

  /** Reads what a file says beside its rules. */
  private Rules head(MappingReader file) {
    Optional<String> verb = file.choice("default", "permit", "refuse");
    if (verb.isPresent() && defaultVerb.isPresent() && !defaultVerb.equals(verb)) {
      String other = "another file says `default: " + defaultVerb.get() + "`";
      file.problem("default", other + "; expected the same, or no `default` here");
    }
    defaultVerb = defaultVerb.or(() -> verb);
    if (file.bool("observe").orElse(false)) {
      observing.add(file);
    }
    List<MappingReader> written = file.mappings("rules");
    file.end();
    return new Rules(file, verb, written);
  }

  private void read(Rules written, RuleReader ruleReader) {
    String file = written.file().file();
    int before = rules.size();
    for (MappingReader rule : written.rules()) {
      if (rules.size() == RULES_MAX) {
        rule.problem("more than " + RULES_MAX + " rules");
        break;
      }
      ruleReader.read(file, rule).ifPresent(rules::add);
    }
    boolean lets = rules.subList(before, rules.size()).stream().anyMatch(Rule::letsThrough);
    if (written.verb().filter("refuse"::equals).isPresent()
        && !lets
        && written.file().has("rules")) {
      String nothing = "no rule here permits anything, and the default is to refuse";
      warnings.add(problems.at(file, 1, 1, nothing));
    }
  }
}
