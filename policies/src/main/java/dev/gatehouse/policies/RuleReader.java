package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Compilation;
import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.condition.ConditionCompiler;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
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
  private final List<UpstreamMention> mentions;
  private final List<SealMention> seals;
  private final VerbReader verbReader;

  /** Where each name was first given. */
  private final Map<String, NamedAt> names = new HashMap<>();

  /** Made when the first condition needs it, because that takes a second. */
  private Optional<ConditionCompiler> compiler = Optional.empty();

  RuleReader(Problems problems, List<UpstreamMention> mentions, List<SealMention> seals) {
    this.problems = problems;
    this.mentions = mentions;
    this.seals = seals;
    this.verbReader = new VerbReader(problems);
  }

  private record NamedAt(String file, int line) {}

  /** The rule; empty if it has no name or no verb. Whatever is wrong was reported. */
  Optional<Rule> read(String file, MappingReader rule) {
    Optional<String> name = name(file, rule);
    Match match =
        new Match(
            globs(file, rule, "tools"),
            globs(file, rule, "methods"),
            upstreams(file, rule),
            globs(file, rule, "principals"),
            rule.strings("groups"));
    Optional<Condition> when = rule.text("when").flatMap(text -> condition(file, text));
    List<Verb> verbs = verbReader.read(file, rule, name.orElse(""));
    rule.node("seal").map(node -> SealMention.at(file, node)).ifPresent(seals::add);
    rule.end();
    return name.filter(_ -> !verbs.isEmpty()).map(n -> new Rule(n, match, when, verbs));
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

  private List<Glob> globs(String file, MappingReader rule, String key) {
    List<Glob> globs = new ArrayList<>();
    for (Scalar scalar : rule.texts(key)) {
      String text = scalar.text();
      if (text.isEmpty() || text.length() > Glob.CHARACTERS_MAX || !text.equals(text.strip())) {
        String expected = "expected a pattern of 1 to 200 characters, without spaces around it";
        problems.add(file, scalar.line(), scalar.column(), expected);
      } else {
        globs.add(Glob.of(text));
        if (key.equals("tools")) {
          checkTool(file, scalar, Glob.of(text));
        }
      }
    }
    return globs;
  }

  private void checkTool(String file, Scalar scalar, Glob glob) {
    boolean separated = glob.pattern().contains(ToolName.SEPARATOR);
    if (glob.isLiteral() && !separated) {
      String message =
          Problem.quote(glob.pattern()) + " matches no tool: tools are named `upstream__tool`";
      problems.add(file, scalar.line(), scalar.column(), message);
    } else if (!glob.literalPrefix().isEmpty()) {
      mentions.add(new UpstreamMention(file, scalar, glob.literalPrefix()));
    }
  }

  private List<String> upstreams(String file, MappingReader rule) {
    List<Scalar> names = rule.texts("upstreams");
    for (Scalar name : names) {
      if (name.text().indexOf('*') >= 0) {
        String message = "`upstreams` takes whole names; for patterns use `tools`, as in `crm*`";
        problems.add(file, name.line(), name.column(), message);
      }
      mentions.add(new UpstreamMention(file, name, name.text() + ToolName.SEPARATOR));
    }
    return names.stream().map(Scalar::text).toList();
  }

  private Optional<Condition> condition(String file, Scalar text) {
    if (compiler.isEmpty()) {
      compiler = Optional.of(new ConditionCompiler());
    }
    return switch (compiler.get().compile(text.text())) {
      case Compilation.Compiled(Condition condition) -> Optional.of(condition);
      case Compilation.Faulty(List<Compilation.Fault> faults) -> {
        for (Compilation.Fault fault : faults) {
          Place place = text.at(fault.offset());
          problems.add(file, place.line(), place.column(), "`when`: " + fault.message());
        }
        yield Optional.empty();
      }
    };
  }
}
