package dev.gatehouse.policies;

import dev.gatehouse.policies.condition.Compilation;
import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.condition.ConditionCompiler;
import dev.gatehouse.policies.yaml.MappingReader;
import dev.gatehouse.policies.yaml.NamedLists;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the conditions of rules, each text once. Confined to one thread. */
final class Conditions {
  private final Problems problems;
  private final NamedLists lists;
  private final Map<String, Compilation> onCalls = new HashMap<>();
  private final Map<String, Compilation> onResults = new HashMap<>();

  /** Made when the first condition needs it, because that takes a second. */
  private Optional<ConditionCompiler> compiler = Optional.empty();

  Conditions(Problems problems, NamedLists lists) {
    this.problems = problems;
    this.lists = lists;
  }

  /** The condition under {@code when}. */
  Optional<Condition> onCall(MappingReader rule) {
    return rule.text("when")
        .flatMap(
            text ->
                condition(
                    rule.file(),
                    text,
                    "when",
                    onCalls.computeIfAbsent(text.text(), t -> compiler().compile(t))));
  }

  /** The condition under {@code when-result}. */
  Optional<Condition> onResult(MappingReader rule) {
    return rule.text("when-result")
        .flatMap(
            text ->
                condition(
                    rule.file(),
                    text,
                    "when-result",
                    onResults.computeIfAbsent(text.text(), t -> compiler().compileForResult(t))));
  }

  private Optional<Condition> condition(
      String file, Scalar text, String key, Compilation compilation) {
    return switch (compilation) {
      case Compilation.Compiled(Condition condition) -> Optional.of(condition);
      case Compilation.Faulty(List<Compilation.Fault> faults) -> {
        for (Compilation.Fault fault : faults) {
          Place place = text.at(fault.offset());
          problems.add(file, place.line(), place.column(), "`" + key + "`: " + fault.message());
        }
        yield Optional.empty();
      }
    };
  }

  ConditionCompiler compiler() {
    if (compiler.isEmpty()) {
      compiler = Optional.of(new ConditionCompiler(lists.members().keySet()));
    }
    return compiler.get();
  }
}
