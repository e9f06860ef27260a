package dev.gatehouse.policies.condition;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.gatehouse.policies.condition.Compilation.Compiled;
import dev.gatehouse.policies.condition.Compilation.Fault;
import dev.gatehouse.policies.condition.Compilation.Faulty;
import dev.gatehouse.policies.condition.Language.Checked;
import jakarta.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Turns expressions into conditions.
 *
 * <p>Making one loads the CEL library, which takes about a second in a cold process: make one a
 * policy set, and only if it has conditions. Thread-safe.
 */
public final class ConditionCompiler {
  /** Of values that something can be counted by; what is dynamic is looked at when it is known. */
  private static final Set<CelKind> KEYS =
      EnumSet.of(
          CelKind.STRING,
          CelKind.INT,
          CelKind.UINT,
          CelKind.DOUBLE,
          CelKind.BOOL,
          CelKind.DYN,
          CelKind.ANY);

  private final Language onCalls;
  private final Language onResults;
  private final Language onValues;

  /**
   * Loads the library.
   *
   * @param sets the names of the sets that conditions can ask for
   */
  public ConditionCompiler(Set<String> sets) {
    Set<String> names = Set.copyOf(sets);
    this.onCalls = Language.ofCalls(names);
    this.onResults = Language.ofResults(names);
    this.onValues = Language.ofValues(names);
  }

  /** Compiles, checks and warms one expression about calls. */
  public Compilation compile(String expression) {
    return compile(onCalls, expression);
  }

  /** Compiles, checks and warms one expression about the replies to calls. */
  public Compilation compileForResult(String expression) {
    return compile(onResults, expression);
  }

  /**
   * Compiles and checks one expression about calls whose value is a text, a number or a bool.
   *
   * @param faults takes what is wrong with it; then there is no expression
   */
  public Optional<KeyExpression> compileKey(String expression, Consumer<Fault> faults) {
    switch (onValues.check(expression)) {
      case Checked.Wrong(List<Fault> wrong) -> wrong.forEach(faults);
      case Checked.Right(var ast) when !KEYS.contains(ast.getResultType().kind()) -> {
        CelType type = ast.getResultType();
        faults.accept(new Fault(0, "expected a text, number or bool, found " + type.name()));
      }
      case Checked.Right(var ast) -> {
        try {
          return Optional.of(new KeyExpression(onValues.program(ast)));
        } catch (CelEvaluationException | RuntimeException e) {
          faults.accept(Language.notCompiled(e));
        }
      }
    }
    return Optional.empty();
  }

  static Compilation compile(Language language, String expression) {
    return switch (language.check(expression)) {
      case Checked.Wrong(List<Fault> faults) -> new Faulty(faults);
      case Checked.Right(var ast) -> {
        try {
          Condition condition = new Condition(expression, language.program(ast));
          warm(condition);
          yield new Compiled(condition);
        } catch (CelEvaluationException | RuntimeException e) {
          yield new Faulty(List.of(Language.notCompiled(e)));
        }
      }
    };
  }

  /** Loads what the first evaluation would load; what it gives is of no interest. */
  private static void warm(Condition condition) {
    Map<String, Object> nobody = Map.of("principal", "", "groups", List.of(), "tool", "");
    condition.evaluate(new Subject(nobody).with("args", () -> JsonValue.EMPTY_JSON_OBJECT));
  }
}
