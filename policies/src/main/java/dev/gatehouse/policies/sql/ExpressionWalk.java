package dev.gatehouse.policies.sql;

import java.util.List;
import net.sf.jsqlparser.expression.AllValue;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.ArrayExpression;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.CollateExpression;
import net.sf.jsqlparser.expression.ConnectByPriorOperator;
import net.sf.jsqlparser.expression.ConnectByRootOperator;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DateUnitExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExtractExpression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.MySQLGroupConcat;
import net.sf.jsqlparser.expression.NextValExpression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.NumericBind;
import net.sf.jsqlparser.expression.OverlapsCondition;
import net.sf.jsqlparser.expression.RowConstructor;
import net.sf.jsqlparser.expression.RowGetExpression;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.TimezoneExpression;
import net.sf.jsqlparser.expression.TranscodingFunction;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.UserVariable;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.FullTextSearch;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.IsUnknownExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MemberOfExpression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.create.table.ColDataType;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.FunctionAllColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Walks expressions. Kinds of nodes that are not named here are refused. Confined to one thread.
 *
 * <p>The parser's tree says by null that a part is absent.
 */
final class ExpressionWalk {
  private final Gathering gathering;
  private final SelectWalk selects;
  private final ColumnWalk columns;
  private final FunctionWalk functions;

  ExpressionWalk(Gathering gathering, SelectWalk selects) {
    this.gathering = gathering;
    this.selects = selects;
    this.columns = new ColumnWalk(gathering);
    this.functions = new FunctionWalk(gathering, this);
  }

  ColumnWalk columns() {
    return columns;
  }

  FunctionWalk functions() {
    return functions;
  }

  void walkAll(@Nullable List<? extends Expression> expressions, Scope scope) {
    if (expressions != null) {
      expressions.forEach(expression -> walk(expression, scope));
    }
  }

  void walk(@Nullable Expression expression, Scope scope) {
    Expression rest = expression;
    // Long chains lean to the left: as a loop they take no stack.
    while (rest instanceof BinaryExpression binary) {
      if (binary instanceof LikeExpression like) {
        walk(like.getEscape(), scope);
      }
      walk(binary.getRightExpression(), scope);
      rest = binary.getLeftExpression();
    }
    if (rest != null) {
      leaf(rest, scope);
    }
  }

  private void leaf(Expression expression, Scope scope) {
    switch (expression) {
      case Column column -> {
        walk(column.getArrayConstructor(), scope);
        columns.reads(column, scope);
      }
      case FunctionAllColumns all -> refuseIf(all.getFunction() != null);
      case AllTableColumns all -> columns.readsAll(all, scope);
      case AllColumns all -> columns.readsAll(all, scope);
      case NullValue _,
          StringValue _,
          LongValue _,
          DoubleValue _,
          HexValue _,
          BooleanValue _,
          JdbcParameter _,
          JdbcNamedParameter _,
          NumericBind _,
          AllValue _ ->
          gathering.met(expression.toString());
      case DateTimeLiteralExpression literal -> gathering.met(literal.toString());
      case TimeKeyExpression key -> gathering.met(key.toString());
      case DateUnitExpression unit -> gathering.met(unit.toString());
      case UserVariable variable -> {
        gathering.met(variable.toString());
        gathering.met(variable.getName());
      }
      case Expression other -> composed(other, scope);
    }
  }

  private void composed(Expression expression, Scope scope) {
    switch (expression) {
      case Select select -> selects.nested(select, scope);
      case RowConstructor<?> row -> {
        if (row.getName() != null && !row.getName().isBlank()) {
          gathering.met(row.getName());
        }
        walkAll(row, scope);
      }
      case ExpressionList<?> list -> walkAll(list, scope);
      case SignedExpression signed -> walk(signed.getExpression(), scope);
      case NotExpression not -> walk(not.getExpression(), scope);
      case CaseExpression choice -> {
        walk(choice.getSwitchExpression(), scope);
        walkAll(choice.getWhenClauses(), scope);
        walk(choice.getElseExpression(), scope);
      }
      case WhenClause when -> {
        walk(when.getWhenExpression(), scope);
        walk(when.getThenExpression(), scope);
      }
      case CastExpression cast -> {
        walk(cast.getLeftExpression(), scope);
        type(cast.getColDataType());
        refuseIf(cast.getColumnDefinitions() != null && !cast.getColumnDefinitions().isEmpty());
      }
      case CollateExpression collated -> {
        walk(collated.getLeftExpression(), scope);
        gathering.met(collated.getCollate());
      }
      case TimezoneExpression zoned -> {
        walk(zoned.getLeftExpression(), scope);
        walkAll(zoned.getTimezoneExpressions(), scope);
      }
      case JsonExpression json -> {
        walk(json.getExpression(), scope);
        walkAll(json.getIdentList().stream().map(java.util.Map.Entry::getKey).toList(), scope);
      }
      case Expression other -> array(other, scope);
    }
  }

  private void array(Expression expression, Scope scope) {
    switch (expression) {
      case ArrayConstructor array -> {
        walkAll(array.getExpressions(), scope);
        type(array.getDataType());
      }
      case ArrayExpression element -> {
        walk(element.getObjExpression(), scope);
        walk(element.getIndexExpression(), scope);
        walk(element.getStartIndexExpression(), scope);
        walk(element.getStopIndexExpression(), scope);
      }
      case RowGetExpression part -> {
        walk(part.getExpression(), scope);
        gathering.readsColumn(gathering.column(part.getColumnName()));
      }
      case IntervalExpression interval -> {
        walk(interval.getExpression(), scope);
        gathering.met(interval.toString());
      }
      case Expression other -> condition(other, scope);
    }
  }

  private void condition(Expression expression, Scope scope) {
    switch (expression) {
      case Between between -> {
        walk(between.getLeftExpression(), scope);
        walk(between.getBetweenExpressionStart(), scope);
        walk(between.getBetweenExpressionEnd(), scope);
      }
      case InExpression in -> {
        walk(in.getLeftExpression(), scope);
        walk(in.getRightExpression(), scope);
      }
      case IsNullExpression is -> walk(is.getLeftExpression(), scope);
      case IsBooleanExpression is -> walk(is.getLeftExpression(), scope);
      case IsUnknownExpression is -> walk(is.getLeftExpression(), scope);
      case ExistsExpression exists -> walk(exists.getRightExpression(), scope);
      case AnyComparisonExpression any -> selects.nested(any.getSelect(), scope);
      case OverlapsCondition overlaps -> {
        walkAll(overlaps.getLeft(), scope);
        walkAll(overlaps.getRight(), scope);
      }
      case MemberOfExpression member -> {
        walk(member.getLeftExpression(), scope);
        walk(member.getRightExpression(), scope);
      }
      case FullTextSearch search -> {
        walkAll(search.getMatchColumns(), scope);
        walk(search.getAgainstValue(), scope);
      }
      case ConnectByRootOperator root -> walk(root.getExpression(), scope);
      case ConnectByPriorOperator prior -> walk(prior.getExpression(), scope);
      case Expression other -> special(other, scope);
    }
  }

  private void special(Expression expression, Scope scope) {
    switch (expression) {
      case Function function -> functions.call(function, scope);
      case AnalyticExpression analytic -> functions.window(analytic, scope);
      case MySQLGroupConcat concat -> {
        functions.called("group_concat");
        walkAll(concat.getExpressionList(), scope);
        orderBy(concat.getOrderByElements(), scope);
      }
      case ExtractExpression extract -> {
        functions.called("extract");
        gathering.met(extract.getName());
        walk(extract.getExpression(), scope);
      }
      case TrimFunction trim -> {
        functions.called("trim");
        walk(trim.getExpression(), scope);
        walk(trim.getFromExpression(), scope);
      }
      case TranscodingFunction convert -> {
        functions.called("convert");
        gathering.met(convert.toString());
        walk(convert.getExpression(), scope);
        type(convert.getColDataType());
      }
      case NextValExpression next -> {
        functions.called("nextval");
        gathering.met(next.toString());
      }
      default ->
          throw new NotUnderstoodException(
              "it holds a part that is not understood (" + kind(expression) + ")");
    }
  }

  void orderBy(@Nullable List<OrderByElement> elements, Scope scope) {
    if (elements != null) {
      for (OrderByElement element : elements) {
        refuseIf(element.getWithFill() != null);
        walk(element.getExpression(), scope);
      }
    }
  }

  /** Notes the words of a type; a type calls nothing by itself. */
  void type(@Nullable ColDataType type) {
    if (type != null) {
      gathering.met(type.toString());
      gathering.metCalled(type.toString());
    }
  }

  static void refuseIf(boolean present) {
    if (present) {
      throw new NotUnderstoodException("it holds a clause that is not understood");
    }
  }

  static String kind(Object node) {
    return node.getClass().getSimpleName();
  }
}
