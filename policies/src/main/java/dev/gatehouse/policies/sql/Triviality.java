package dev.gatehouse.policies.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.conditional.XorExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;

/**
 * Tells conditions that choose rows from those that only look like it.
 *
 * <p>What does not depend on the row is trivial, true or false; so is a comparison of a thing with
 * itself, and a condition or its contrary. This is no proof: {@code id > -1} counts as a choice.
 */
final class Triviality {
  /** Pairs of alternatives are compared with each other. */
  private static final int ALTERNATIVES_MAX = 100;

  private static final Set<Class<?>> EQUALS =
      Set.of(EqualsTo.class, GreaterThanEquals.class, MinorThanEquals.class);

  private final Marked marked;

  Triviality(Marked marked) {
    this.marked = marked;
  }

  boolean isTrivial(Expression condition) {
    return switch (condition) {
      case OrExpression or -> anyAlternative(or);
      case AndExpression and ->
          isTrivial(and.getLeftExpression()) && isTrivial(and.getRightExpression());
      case XorExpression xor ->
          isTrivial(xor.getLeftExpression()) || isTrivial(xor.getRightExpression());
      case ParenthesedExpressionList<?> list when list.size() == 1 -> isTrivial(list.getFirst());
      case NotExpression not -> negated(not.getExpression());
      case Between between ->
          (same(between.getLeftExpression(), between.getBetweenExpressionStart())
                  && same(between.getLeftExpression(), between.getBetweenExpressionEnd()))
              || !dependsOnRow(between);
      case InExpression in -> isIn(in) || !dependsOnRow(in);
      case LikeExpression like -> anything(like) || !dependsOnRow(like);
      case BinaryExpression binary when sameSides(binary) -> true;
      case Expression other -> !dependsOnRow(other);
    };
  }

  private boolean negated(Expression expression) {
    Expression inner = unwrapped(expression);
    return switch (inner) {
      case OrExpression or -> negated(or.getLeftExpression()) && negated(or.getRightExpression());
      case AndExpression and ->
          negated(and.getLeftExpression()) || negated(and.getRightExpression());
      case NotExpression not -> isTrivial(not.getExpression());
      case BinaryExpression binary when sameSides(binary) -> true;
      case Expression other -> !dependsOnRow(other);
    };
  }

  private boolean sameSides(BinaryExpression binary) {
    return same(binary.getLeftExpression(), binary.getRightExpression());
  }

  private boolean same(Expression one, Expression other) {
    if (unwrapped(one) instanceof Column left && unwrapped(other) instanceof Column right) {
      String qualifier = qualifier(left);
      boolean sameRow =
          qualifier.isEmpty()
              || qualifier(right).isEmpty()
              || qualifier.equalsIgnoreCase(qualifier(right));
      return sameRow
          && marked.name(left.getColumnName()).equals(marked.name(right.getColumnName()));
    }
    return unwrapped(one).toString().equalsIgnoreCase(unwrapped(other).toString());
  }

  private static String qualifier(Column column) {
    boolean has = column.getTable() != null && column.getTable().getName() != null;
    return has ? column.getTable().getFullyQualifiedName() : "";
  }

  /** {@code like '%'}. */
  private boolean anything(LikeExpression like) {
    return like.getRightExpression() instanceof StringValue pattern
        && marked.text(pattern.getValue()).matches("%+");
  }

  private boolean isIn(InExpression in) {
    return in.getRightExpression() instanceof ExpressionList<?> list
        && list.stream().anyMatch(item -> same(in.getLeftExpression(), item));
  }

  private boolean anyAlternative(OrExpression or) {
    List<Expression> alternatives = new ArrayList<>();
    Expression rest = or;
    while (unwrapped(rest) instanceof OrExpression more) {
      alternatives.add(unwrapped(more.getRightExpression()));
      rest = more.getLeftExpression();
    }
    alternatives.add(unwrapped(rest));
    if (alternatives.size() > ALTERNATIVES_MAX) {
      return true;
    }
    for (Expression one : alternatives) {
      boolean contrary = alternatives.stream().anyMatch(other -> contrary(one, other));
      if (contrary || isTrivial(one)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contrary(Expression one, Expression other) {
    if (one instanceof NotExpression not) {
      return unwrapped(not.getExpression()).toString().equals(other.toString());
    }
    if (one instanceof IsNullExpression is && other instanceof IsNullExpression isToo) {
      return is.isNot() != isToo.isNot()
          && is.getLeftExpression().toString().equals(isToo.getLeftExpression().toString());
    }
    return one instanceof BinaryExpression left
        && other instanceof BinaryExpression right
        && together(left, right)
        && left.getLeftExpression().toString().equals(right.getLeftExpression().toString())
        && left.getRightExpression().toString().equals(right.getRightExpression().toString());
  }

  /** Whether one of the two holds for every value. */
  private static boolean together(BinaryExpression left, BinaryExpression right) {
    if (left instanceof LikeExpression like) {
      return right instanceof LikeExpression other && like.isNot() != other.isNot();
    }
    if (left instanceof GreaterThanEquals) {
      return right instanceof MinorThan || right instanceof MinorThanEquals;
    }
    return left instanceof GreaterThan
        ? right instanceof MinorThanEquals
        : EQUALS.contains(left.getClass()) && right instanceof NotEqualsTo;
  }

  private static Expression unwrapped(Expression expression) {
    Expression inner = expression;
    while (inner instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
      inner = list.getFirst();
    }
    return inner;
  }

  private boolean dependsOnRow(Expression expression) {
    return switch (unwrapped(expression)) {
      case Subtraction same when same.getLeftExpression() instanceof Column && sameSides(same) ->
          false;
      case BinaryExpression binary ->
          dependsOnRow(binary.getLeftExpression()) || dependsOnRow(binary.getRightExpression());
      case Expression other -> ColumnSearch.in(other, marked);
    };
  }
}
