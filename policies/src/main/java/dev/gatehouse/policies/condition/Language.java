package dev.gatehouse.policies.condition;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.gatehouse.policies.condition.Compilation.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What expressions of one kind may say. Thread-safe. Source: the language definition of cel-spec,
 * with its standard macros and the strings extension.
 */
final class Language {
  /** Longer conditions than anyone can review. */
  private static final int EXPRESSION_CHARACTERS_MAX = 4_000;

  private static final int EXPRESSION_DEPTH_MAX = 64;

  /** Steps of {@code all}, {@code exists} and the like; a call that needs more is refused. */
  private static final int ITERATIONS_MAX = 100_000;

  /** Patterns can come from arguments; matching is linear in text times this. */
  private static final int REGEX_INSTRUCTIONS_MAX = 2_000;

  private static final String CLAIMS = "claims";

  private static final List<String> VARIABLES =
      List.of(
          "args",
          "principal",
          "groups",
          CLAIMS,
          "tool",
          "upstream",
          "client",
          "method",
          "session",
          "sets");

  private static final MapType JSON = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final Cel cel;
  private final List<String> variables;
  private final Set<String> sets;

  private Language(Cel cel, List<String> variables, Set<String> sets) {
    this.cel = cel;
    this.variables = variables;
    this.sets = sets;
  }

  /** Of conditions on calls. */
  static Language ofCalls(Set<String> sets) {
    return new Language(builder(SimpleType.BOOL).build(), VARIABLES, sets);
  }

  /** Of conditions on calls and their replies. */
  static Language ofResults(Set<String> sets) {
    Cel cel =
        builder(SimpleType.BOOL)
            .addVar("result", SimpleType.DYN)
            .addVar("isError", SimpleType.BOOL)
            .build();
    List<String> variables = new ArrayList<>(VARIABLES);
    variables.addAll(List.of("result", "isError"));
    return new Language(cel, variables, sets);
  }

  /** Of expressions on calls that give any value. */
  static Language ofValues(Set<String> sets) {
    return new Language(builder(SimpleType.DYN).build(), VARIABLES, sets);
  }

  /** Of conditions on the claims of a token. */
  static Language ofClaims() {
    Cel cel = bare(SimpleType.BOOL).addVar(CLAIMS, JSON).build();
    return new Language(cel, List.of(CLAIMS), Set.of());
  }

  private static CelBuilder bare(CelType result) {
    CelOptions options =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(EXPRESSION_CHARACTERS_MAX)
            .maxParseRecursionDepth(EXPRESSION_DEPTH_MAX)
            .comprehensionMaxIterations(ITERATIONS_MAX)
            .maxRegexProgramSize(REGEX_INSTRUCTIONS_MAX)
            .build();
    return SqlFunction.addTo(CelFactory.plannerCelBuilder())
        .setOptions(options)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addCompilerLibraries(CelExtensions.strings())
        .addRuntimeLibraries(CelExtensions.strings())
        .setResultType(result);
  }

  private static CelBuilder builder(CelType result) {
    return bare(result)
        .addVar("args", JSON)
        .addVar("principal", SimpleType.STRING)
        .addVar("groups", ListType.create(SimpleType.STRING))
        .addVar(CLAIMS, JSON)
        .addVar("tool", SimpleType.STRING)
        .addVar("upstream", SimpleType.STRING)
        .addVar("client", SimpleType.STRING)
        .addVar("method", SimpleType.STRING)
        .addVar("sets", MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)))
        .addVar("session.id", SimpleType.STRING)
        .addVar("session.started", SimpleType.TIMESTAMP)
        .addVar("session.protocol", SimpleType.STRING);
  }

  /** What looking at an expression gives. */
  sealed interface Checked {
    /** It is right. */
    record Right(CelAbstractSyntaxTree ast) implements Checked {}

    /** It is wrong; at least one fault. */
    record Wrong(List<Fault> faults) implements Checked {}
  }

  /** Looks for everything that is wrong with an expression. */
  Checked check(String expression) {
    try {
      CelValidationResult parsed = cel.parse(expression);
      if (parsed.hasError()) {
        return new Checked.Wrong(faults(expression, parsed));
      }
      List<Fault> faults = new ArrayList<>();
      faults.addAll(new Slips(expression, sets, REGEX_INSTRUCTIONS_MAX).in(parsed.getAst()));
      CelValidationResult checked = cel.check(parsed.getAst());
      faults.addAll(faults(expression, checked));
      return faults.isEmpty()
          ? new Checked.Right(checked.getAst())
          : new Checked.Wrong(List.copyOf(faults));
    } catch (CelValidationException | RuntimeException e) {
      return new Checked.Wrong(List.of(notCompiled(e)));
    }
  }

  /** What evaluates an expression that was checked. */
  Program program(CelAbstractSyntaxTree ast) throws CelEvaluationException {
    return cel.createProgram(ast);
  }

  /** Says that the library did not take an expression, for a reason of its own. */
  static Fault notCompiled(Exception e) {
    return new Fault(0, "cannot be compiled: " + e.getMessage());
  }

  private List<Fault> faults(String expression, CelValidationResult result) {
    return result.getErrors().stream()
        // What contains something wrong is not wrong for that.
        .filter(issue -> !issue.getMessage().contains("*error*"))
        .map(issue -> fault(expression, issue))
        .distinct()
        .toList();
  }

  private Fault fault(String expression, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn();
    return new Fault(
        offset(expression, line, column), FaultMessages.plain(issue.getMessage(), variables));
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
