package dev.gatehouse.policies.sql;

import java.util.List;
import java.util.Locale;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.KeepExpression;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.expression.WindowElement;
import net.sf.jsqlparser.expression.WindowOffset;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import org.jspecify.annotations.Nullable;

/** Walks calls of functions. Confined to one thread. */
final class FunctionWalk {
  private final Gathering gathering;
  private final ExpressionWalk expressions;

  FunctionWalk(Gathering gathering, ExpressionWalk expressions) {
    this.gathering = gathering;
    this.expressions = expressions;
  }

  /** Notes a function that the grammar has a form of its own for. */
  void called(String name) {
    gathering.metCalled(name);
    gathering.function(name);
  }

  void call(Function function, Scope scope) {
    boolean odd =
        function.isEscaped()
            || function.getAttribute() != null
            || function.getChainedParameters() != null
            || function.getHavingClause() != null
            || function.getLimit() != null;
    ExpressionWalk.refuseIf(odd);
    name(function.getMultipartName());
    boolean counts =
        function.getName().toLowerCase(Locale.ROOT).equals("count")
            && function.getParameters() != null
            && function.getParameters().size() == 1
            && isPlainStar(function.getParameters().get(0));
    if (!counts) {
      expressions.walkAll(function.getParameters(), scope);
    }
    expressions.walkAll(function.getNamedParameters(), scope);
    expressions.orderBy(function.getOrderByElements(), scope);
    if (function.getKeywordArguments() != null) {
      for (Function.KeywordArgument argument : function.getKeywordArguments()) {
        expressions.walk(argument.getExpression(), scope);
      }
    }
    keep(function.getKeep(), scope);
  }

  private void name(List<String> parts) {
    for (String part : parts) {
      gathering.metCalled(part);
    }
    List<String> names = parts.stream().map(gathering.marked()::name).toList();
    if (names.stream().anyMatch(name -> name.indexOf('.') >= 0 || name.isBlank())) {
      throw new NotUnderstoodException("a function's name is not understood");
    }
    gathering.function(String.join(".", names));
  }

  private static boolean isPlainStar(Object parameter) {
    return parameter instanceof AllColumns && !(parameter instanceof AllTableColumns);
  }

  void window(AnalyticExpression window, Scope scope) {
    ExpressionWalk.refuseIf(window.getHavingClause() != null || window.getLimit() != null);
    name(List.of(window.getName().split("\\.")));
    if (!(isPlainStar(window.getExpression())
        && window.getName().toLowerCase(Locale.ROOT).equals("count"))) {
      expressions.walk(window.getExpression(), scope);
    }
    expressions.walk(window.getOffset(), scope);
    expressions.walk(window.getDefaultValue(), scope);
    expressions.walk(window.getFilterExpression(), scope);
    expressions.orderBy(window.getFuncOrderBy(), scope);
    expressions.orderBy(window.getOrderByElements(), scope);
    expressions.walkAll(window.getPartitionExpressionList(), scope);
    if (window.getKeywordArguments() != null) {
      for (Function.KeywordArgument argument : window.getKeywordArguments()) {
        expressions.walk(argument.getExpression(), scope);
      }
    }
    if (window.getWindowName() != null) {
      gathering.met(window.getWindowName());
    }
    keep(window.getKeep(), scope);
    element(window.getWindowElement(), scope);
    if (window.getWindowDefinition() != null) {
      definition(window.getWindowDefinition(), scope);
    }
  }

  void definition(WindowDefinition definition, Scope scope) {
    if (definition.getWindowName() != null) {
      gathering.met(definition.getWindowName());
    }
    if (definition.getPartitionBy() != null) {
      for (Object part : definition.getPartitionExpressionList()) {
        expressions.walk((Expression) part, scope);
      }
    }
    if (definition.getOrderBy() != null) {
      expressions.orderBy(definition.getOrderByElements(), scope);
    }
    element(definition.getWindowElement(), scope);
  }

  private void keep(@Nullable KeepExpression keep, Scope scope) {
    if (keep != null) {
      gathering.met(keep.getName());
      expressions.orderBy(keep.getOrderByElements(), scope);
    }
  }

  private void element(@Nullable WindowElement element, Scope scope) {
    if (element != null) {
      offset(element.getOffset(), scope);
      if (element.getRange() != null) {
        offset(element.getRange().getStart(), scope);
        offset(element.getRange().getEnd(), scope);
      }
    }
  }

  private void offset(@Nullable WindowOffset offset, Scope scope) {
    if (offset != null) {
      expressions.walk(offset.getExpression(), scope);
    }
  }
}
