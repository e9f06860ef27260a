package dev.gatehouse.policies.sql;

import static dev.gatehouse.policies.sql.ExpressionWalk.refuseIf;

import java.util.List;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableStatement;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/** Walks queries. Kinds of nodes and clauses that are not named here are refused. */
final class SelectWalk {
  private final Gathering gathering;
  private final ExpressionWalk expressions;
  private final FromWalk froms;
  private final WithWalk withs;

  SelectWalk(Gathering gathering) {
    this.gathering = gathering;
    this.expressions = new ExpressionWalk(gathering, this);
    this.froms = new FromWalk(gathering, expressions, this);
    this.withs = new WithWalk(gathering, this);
  }

  ExpressionWalk expressions() {
    return expressions;
  }

  FromWalk froms() {
    return froms;
  }

  WithWalk withs() {
    return withs;
  }

  /** A query that is a statement of its own. */
  void outermost(Select select) {
    nested(select, Scope.empty());
    gathering.rows(RowBound.of(select));
  }

  void nested(Select select, Scope outer) {
    gathering.enterQuery();
    Scope scope = outer.inner();
    withs.walk(select.getWithItemsList(), scope);
    body(select, scope);
    gathering.leaveQuery();
  }

  private void body(Select select, Scope scope) {
    switch (select) {
      case PlainSelect plain -> plain(plain, scope.inner());
      case SetOperationList list -> {
        list.getSelects().forEach(one -> nested(one, scope));
        Scope output = scope.inner();
        output.declare("", new Scope.Source.Derived());
        ordered(list, output);
      }
      case ParenthesedSelect bracketed -> {
        nested(bracketed.getSelect(), scope);
        refuseIf(bracketed.getSampleClause() != null);
        refuseIf(bracketed.getPivot() != null || bracketed.getUnPivot() != null);
        Scope output = scope.inner();
        output.declare("", new Scope.Source.Derived());
        ordered(bracketed, output);
      }
      case Values values -> {
        gathering.kind(SqlKind.SELECT);
        expressions.walkAll(values.getExpressions(), scope);
        ordered(values, scope);
      }
      case TableStatement whole -> {
        gathering.kind(SqlKind.SELECT);
        Scope own = scope.inner();
        froms.table(whole.getTable(), own);
        own.own().forEach(source -> gathering.readsColumn(source, "*"));
        ordered(whole, own);
      }
      default ->
          throw new NotUnderstoodException(
              "it holds a query that is not understood (" + ExpressionWalk.kind(select) + ")");
    }
  }

  private void plain(PlainSelect select, Scope scope) {
    gathering.select();
    refuseWhatIsRare(select);
    if (select.getFromItem() != null) {
      froms.walk(select.getFromItem(), scope);
      froms.joins(select.getJoins(), scope);
    }
    if (select.getIntoTables() != null) {
      for (Table made : select.getIntoTables()) {
        gathering.kind(SqlKind.CREATE);
        gathering.writes(gathering.tableName(made));
      }
    }
    items(select.getSelectItems(), scope);
    if (select.getDistinct() != null) {
      items(select.getDistinct().getOnSelectItems(), scope);
    }
    expressions.walk(select.getWhere(), scope);
    groupBy(select.getGroupBy(), scope);
    expressions.walk(select.getHaving(), scope);
    expressions.walk(select.getQualify(), scope);
    if (select.getTop() != null) {
      expressions.walk(select.getTop().getExpression(), scope);
    }
    if (select.getOracleHierarchical() != null) {
      expressions.walk(select.getOracleHierarchical().getStartExpression(), scope);
      expressions.walk(select.getOracleHierarchical().getConnectExpression(), scope);
    }
    if (select.getWindowDefinitions() != null) {
      select.getWindowDefinitions().forEach(w -> expressions.functions().definition(w, scope));
    }
    ordered(select, scope, select.getSelectItems());
  }

  private static void refuseWhatIsRare(PlainSelect select) {
    if (select.getMySqlSelectIntoClause() != null) {
      throw new NotUnderstoodException("`into` writes files or variables");
    }
    boolean into = select.getIntoTempTable() != null || select.isUseWithNoLog();
    boolean rare =
        select.getPreWhere() != null
            || (select.getLateralViews() != null && !select.getLateralViews().isEmpty())
            || select.isUsingFinal()
            || (select.getSettings() != null && !select.getSettings().isEmpty())
            || select.getSampleClause() != null
            || select.getOptimizeFor() != null
            || select.getSkip() != null
            || select.getFirst() != null
            || select.getPreferringClause() != null
            || select.getOracleHint() != null
            || select.getForXmlPath() != null
            || select.getKsqlWindow() != null
            || select.isEmitChanges()
            || select.getBigQuerySelectQualifier() != null;
    refuseIf(into || rare);
  }

  void items(@Nullable List<SelectItem<?>> items, Scope scope) {
    if (items != null) {
      for (SelectItem<?> item : items) {
        expressions.walk(item.getExpression(), scope);
        if (item.getAlias() != null) {
          refuseIf(item.getAlias().getAliasColumns() != null);
          froms.aliasName(item.getAlias());
        }
      }
    }
  }

  private void groupBy(@Nullable GroupByElement group, Scope scope) {
    if (group != null) {
      expressions.walk(group.getGroupByExpressionList(), scope);
      if (group.getGroupingSets() != null) {
        group.getGroupingSets().forEach(set -> expressions.walkAll(set, scope));
      }
    }
  }

  private void ordered(Select select, Scope scope) {
    ordered(select, scope, List.of());
  }

  /** What may stand behind any query. */
  private void ordered(Select select, Scope scope, List<SelectItem<?>> items) {
    refuseIf(select.getForClause() != null || select.getOption() != null);
    refuseIf(select.getIsolation() != null || select.getMySqlProcedureAnalyse() != null);
    refuseIf(select.getInterpolate() != null || select.getLimitBy() != null);
    if (select.getOrderByElements() != null) {
      for (OrderByElement element : select.getOrderByElements()) {
        if (!namesItem(element, items)) {
          expressions.orderBy(List.of(element), scope);
        }
      }
    }
    if (select.getLimit() != null) {
      expressions.walk(select.getLimit().getRowCount(), scope);
      expressions.walk(select.getLimit().getOffset(), scope);
      refuseIf(select.getLimit().getByExpressions() != null);
    }
    if (select.getOffset() != null) {
      expressions.walk(select.getOffset().getOffset(), scope);
    }
    if (select.getFetch() != null) {
      expressions.walk(select.getFetch().getExpression(), scope);
      select.getFetch().getFetchParameters().forEach(gathering::met);
    }
    locks(select);
  }

  /** Whether it orders by an item of the query's own list, by its name alone. */
  private boolean namesItem(OrderByElement element, List<SelectItem<?>> items) {
    boolean bare =
        element.getExpression() instanceof Column column
            && (column.getTable() == null || column.getTable().getName() == null)
            && items.stream()
                .anyMatch(
                    item ->
                        item.getAlias() != null
                            && item.getAlias().getName().equals(column.getColumnName()));
    return bare && element.getWithFill() == null;
  }

  private void locks(Select select) {
    boolean locks =
        select.getForMode() != null
            || select.getForUpdate() != null
            || select.getForUpdateTable() != null;
    if (locks) {
      gathering.lock();
      if (select.getForUpdateTables() != null) {
        select.getForUpdateTables().forEach(gathering::tableName);
      }
    }
  }
}
