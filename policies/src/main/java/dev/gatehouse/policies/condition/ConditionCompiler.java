package dev.gatehouse.policies.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.gatehouse.policies.condition.Compilation.Compiled;
import dev.gatehouse.policies.condition.Compilation.Fault;
import dev.gatehouse.policies.condition.Compilation.Faulty;
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
 * policy set, and only if it has conditions. Thread-safe. Source: the language definition of
 * cel-spec, with its standard macros and the strings extension.
 */
public final class ConditionCompiler {
  /** Longer conditions than anyone can review. */
  private static final int EXPRESSION_CHARACTERS_MAX = 4_000;

  private static final int EXPRESSION_DEPTH_MAX = 64;

  /** Steps of {@code all}, {@code exists} and the like; a call that needs more is refused. */
  private static final int ITERATIONS_MAX = 100_000;

  /** Patterns can come from arguments; matching is linear in text times this. */
  private static final int REGEX_INSTRUCTIONS_MAX = 2_000;

  private static final MapType JSON = MapType.create(SimpleType.STRING, SimpleType.DYN);

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

  private final Cel onCalls;
  private final Cel onResults;

  /** Loads the library. */
  public ConditionCompiler() {
    CelBuilder calls = variables(CelFactory.plannerCelBuilder());
    CelBuilder results = variables(CelFactory.plannerCelBuilder());
    this.onCalls = calls.build();
    this.onResults =
        results.addVar("result", SimpleType.DYN).addVar("isError", SimpleType.BOOL).build();
  }

  private static CelBuilder variables(CelBuilder builder) {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(EXPRESSION_CHARACTERS_MAX)
            .maxParseRecursionDepth(EXPRESSION_DEPTH_MAX)
            .comprehensionMaxIterations(ITERATIONS_MAX)
            .maxRegexProgramSize(REGEX_INSTRUCTIONS_MAX)
            .build();
    return SqlFunction.addTo(builder)
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addCompilerLibraries(CelExtensions.strings())
        .addRuntimeLibraries(CelExtensions.strings())
        .addVar("args", JSON)
        .addVar("principal", SimpleType.STRING)
        .addVar("groups", ListType.create(SimpleType.STRING))
        .addVar("claims", JSON)
        .addVar("tool", SimpleType.STRING)
        .addVar("upstream", SimpleType.STRING)
        .addVar("client", SimpleType.STRING)
        .addVar("method", SimpleType.STRING)
        .addVar("session.id", SimpleType.STRING)
        .addVar("session.started", SimpleType.TIMESTAMP)
        .addVar("session.protocol", SimpleType.STRING)
        .setResultType(SimpleType.BOOL);
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
    Cel onKeys = variables(CelFactory.plannerCelBuilder()).setResultType(SimpleType.DYN).build();
    try {
      CelValidationResult result = onKeys.compile(expression);
      if (result.hasError()) {
        result.getErrors().stream()
            .map(issue -> fault(expression, issue))
            .distinct()
            .forEach(faults);
        return Optional.empty();
      }
      CelType type = result.getAst().getResultType();
      if (!KEYS.contains(type.kind())) {
        faults.accept(new Fault(0, "expected a text, number or bool, found " + type.name()));
        return Optional.empty();
      }
      return Optional.of(new KeyExpression(onKeys.createProgram(result.getAst())));
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      faults.accept(new Fault(0, "cannot be compiled: " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static Compilation compile(Cel cel, String expression) {
    try {
      CelValidationResult result = cel.compile(expression);
      if (result.hasError()) {
        return new Faulty(
            result.getErrors().stream().map(issue -> fault(expression, issue)).distinct().toList());
      }
      Condition condition = new Condition(expression, cel.createProgram(result.getAst()));
      warm(condition);
      return new Compiled(condition);
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      return new Faulty(List.of(new Fault(0, "cannot be compiled: " + e.getMessage())));
    }
  }

  /** Loads what the first evaluation would load; what it gives is of no interest. */
  private static void warm(Condition condition) {
    Map<String, Object> nobody = Map.of("principal", "", "groups", List.of(), "tool", "");
    condition.evaluate(new Subject(nobody).with("args", () -> JsonValue.EMPTY_JSON_OBJECT));
  }

  private static Fault fault(String expression, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn();
    return new Fault(offset(expression, line, column), FaultMessages.plain(issue.getMessage()));
  }

  /** From line (from 1) and column (from 0, in code points) to the place in the expression. */
  private static int offset(String expression, int line, int column) {
    int start = 0;
    for (int i = 1; i < line && start >= 0; i++) {
      start = expression.indexOf('\n', start) + 1;
    }
    int rest = expression.codePointCount(start, expression.length());
    return column < 0 ? 0 : expression.offsetByCodePoints(start, Math.min(column, rest));
  }
}
