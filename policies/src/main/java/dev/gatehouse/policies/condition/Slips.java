package dev.gatehouse.policies.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.gatehouse.policies.condition.Compilation.Fault;
import dev.gatehouse.policies.yaml.Problem;
import dev.gatehouse.policies.yaml.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What types do not show, but would fail at every call: names of sets that there are not, and
 * patterns that are none.
 */
final class Slips {
  private final String expression;
  private final Set<String> sets;
  private final int instructionsMax;

  /**
   * @param instructionsMax how large a pattern's program may be when it is evaluated
   */
  Slips(String expression, Set<String> sets, int instructionsMax) {
    this.expression = expression;
    this.sets = sets;
    this.instructionsMax = instructionsMax;
  }

  List<Fault> in(CelAbstractSyntaxTree ast) {
    return CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .flatMap(node -> message(node).map(message -> fault(ast, node, message)).stream())
        .toList();
  }

  private Optional<String> message(CelExpr node) {
    return switch (node.getKind()) {
      case SELECT ->
          isSets(node.select().operand()) ? unknown(node.select().field()) : Optional.empty();
      case CALL -> ofCall(node.call());
      case NOT_SET, CONSTANT, IDENT, LIST, STRUCT, MAP, COMPREHENSION -> Optional.empty();
    };
  }

  private Optional<String> ofCall(CelExpr.CelCall call) {
    List<CelExpr> arguments = call.args();
    if (arguments.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> last = text(arguments.getLast());
    return switch (call.function()) {
      case "_[_]" -> last.filter(_ -> isSets(arguments.getFirst())).flatMap(this::unknown);
      case "matches" -> last.flatMap(this::wrongPattern);
      default -> Optional.empty();
    };
  }

  private static boolean isSets(CelExpr node) {
    return node.getKind() == CelExpr.ExprKind.Kind.IDENT && node.ident().name().equals("sets");
  }

  private static Optional<String> text(CelExpr node) {
    boolean isText =
        node.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && node.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    return isText ? Optional.of(node.constant().stringValue()) : Optional.empty();
  }

  private Optional<String> unknown(String name) {
    if (sets.contains(name)) {
      return Optional.empty();
    }
    String expected =
        sets.isEmpty()
            ? "there are no `sets`"
            : "expected one of " + String.join(", ", new TreeSet<>(sets));
    String said = "no set is called " + Problem.quote(name) + "; " + expected;
    return Optional.of(said + Spelling.hint(name, sets));
  }

  private Optional<String> wrongPattern(String pattern) {
    try {
      int instructions = Pattern.compile(pattern).programSize();
      return instructions <= instructionsMax
          ? Optional.empty()
          : Optional.of(
              "the pattern takes "
                  + instructions
                  + " steps; expected at most "
                  + instructionsMax
                  + ": repeat less");
    } catch (PatternSyntaxException e) {
      return Optional.of(
          "the pattern is wrong: " + e.getDescription() + " in " + Problem.quote(e.getPattern()));
    }
  }

  private Fault fault(CelAbstractSyntaxTree ast, CelExpr node, String message) {
    int position = ast.getSource().getPositionsMap().getOrDefault(node.id(), 0);
    int codePoints = expression.codePointCount(0, expression.length());
    int offset = expression.offsetByCodePoints(0, Math.clamp(position, 0, codePoints));
    return new Fault(offset, message);
  }
}
