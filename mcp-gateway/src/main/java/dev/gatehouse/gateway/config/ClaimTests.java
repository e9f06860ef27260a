package dev.gatehouse.gateway.config;

import dev.gatehouse.gateway.identity.ClaimTest;
import dev.gatehouse.policies.condition.ClaimConditions;
import dev.gatehouse.policies.condition.Compilation;
import dev.gatehouse.policies.condition.Condition;
import dev.gatehouse.policies.yaml.Problems;
import dev.gatehouse.policies.yaml.YamlNode.Place;
import dev.gatehouse.policies.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * Reads conditions on claims, in CEL. Its library, which takes a second to load, is loaded for the
 * first. Confined to one thread.
 */
final class ClaimTests {
  private final Problems problems;
  private Optional<ClaimConditions> compiler = Optional.empty();

  ClaimTests(Problems problems) {
    this.problems = problems;
  }

  /** The condition that a text is; what is wrong with it becomes problems. */
  Optional<ClaimTest> test(String file, String key, Scalar text) {
    if (compiler.isEmpty()) {
      compiler = Optional.of(new ClaimConditions());
    }
    return switch (compiler.get().compile(text.text())) {
      case Compilation.Compiled(Condition condition) ->
          Optional.of(claims -> ClaimConditions.holds(condition, claims));
      case Compilation.Faulty(List<Compilation.Fault> faults) -> {
        for (Compilation.Fault fault : faults) {
          Place place = text.at(fault.offset());
          problems.add(file, place.line(), place.column(), "`" + key + "`: " + fault.message());
        }
        yield Optional.empty();
      }
    };
  }
}
