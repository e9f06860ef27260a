package dev.gatehouse.policies.sql;

import static dev.gatehouse.policies.sql.ExpressionWalk.refuseIf;

import dev.gatehouse.policies.sql.Scope.Source;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/** Walks what stands behind {@code from}. Kinds of nodes that are not named here are refused. */
final class FromWalk {
  private static final String ALL = "*";

  private final Gathering gathering;
  private final ExpressionWalk expressions;
  private final SelectWalk selects;

  FromWalk(Gathering gathering, ExpressionWalk expressions, SelectWalk selects) {
    this.gathering = gathering;
    this.expressions = expressions;
    this.selects = selects;
  }

  /** Declares what it names in this scope. */
  void walk(FromItem item, Scope scope) {
    walk(item, scope, false);
  }

  private void walk(FromItem item, Scope scope, boolean applied) {
    refuseIf(item.getPivot() != null || item.getUnPivot() != null);
    switch (item) {
      case Table table -> table(table, scope);
      case TableFunction function -> function(function, scope);
      case ParenthesedFromItem bracketed -> {
        walk(bracketed.getFromItem(), scope);
        joins(bracketed.getJoins(), scope);
        derived(bracketed.getAlias(), scope);
      }
      case ParenthesedSelect query -> {
        boolean seesNeighbours = applied || query instanceof LateralSubSelect;
        selects.nested(query, seesNeighbours ? scope : scope.outside());
        derived(query.getAlias(), scope);
      }
      case Values values -> {
        selects.nested(values, scope);
        derived(values.getAlias(), scope);
      }
      default ->
          throw new NotUnderstoodException(
              "it reads from something that is not understood (" + ExpressionWalk.kind(item) + ")");
    }
  }

  void table(Table table, Scope scope) {
    if (!isQuery(table, scope)) {
      String name = gathering.tableName(table);
      gathering.reads(name);
      declare(table, name, scope);
      return;
    }
    String name = gathering.tableName(table);
    refuseIf(table.getSampleClause() != null);
    if (table.getAlias() == null) {
      scope.declare(name, new Source.Derived());
    } else {
      derived(table.getAlias(), scope);
    }
  }

  private boolean isQuery(Table table, Scope scope) {
    return table.getNameParts().size() == 1
        && scope.hasQuery(gathering.name(table.getNameParts().getFirst()));
  }

  /** Makes a table known by its alias, or else by its name. */
  void declare(Table table, String name, Scope scope) {
    refuseIf(table.getTimeTravel() != null || table.getTimeTravelStrAfterAlias() != null);
    hints(table);
    Alias alias = table.getAlias();
    Source source = new Source.Rows(name);
    if (alias == null) {
      scope.declare(name.substring(name.lastIndexOf('.') + 1), source);
      return;
    }
    scope.declare(aliasName(alias), source);
    if (alias.getAliasColumns() != null && !alias.getAliasColumns().isEmpty()) {
      // The columns get other names: which is which only the database knows.
      gathering.readsColumn(source, ALL);
    }
  }

  private void hints(Table table) {
    if (table.getIndexHint() != null) {
      gathering.met(table.getIndexHint().toString());
      gathering.metCalled("index");
      gathering.metCalled("key");
    }
    boolean hinted = table.getSqlServerHints() != null;
    refuseIf(hinted && table.getSqlServerHints().getIndexName() != null);
  }

  private void function(TableFunction item, Scope scope) {
    refuseIf(item.getSampleClause() != null);
    for (Function function : item.getFunctions()) {
      expressions.functions().call(function, scope);
    }
    String clause = item.getWithClause();
    refuseIf(clause != null && !clause.equalsIgnoreCase("ordinality"));
    Alias alias = item.getAlias();
    if (alias == null && !item.getFunctions().isEmpty()) {
      scope.declare(gathering.name(item.getFunctions().getFirst().getName()), new Source.Derived());
    } else {
      derived(alias, scope);
    }
  }

  private void derived(@Nullable Alias alias, Scope scope) {
    scope.declare(alias == null ? "" : aliasName(alias), new Source.Derived());
  }

  String aliasName(Alias alias) {
    if (alias.getAliasColumns() != null) {
      for (Alias.AliasColumn column : alias.getAliasColumns()) {
        gathering.name(column.name);
        expressions.type(column.colDataType);
      }
    }
    String spelled = alias.getName();
    if (spelled == null || spelled.isEmpty()) {
      return "";
    }
    gathering.metCalled(spelled);
    return spelled.startsWith("'") ? "" : gathering.name(spelled);
  }

  void joins(@Nullable List<Join> joins, Scope scope) {
    if (joins == null) {
      return;
    }
    for (Join join : joins) {
      refuseIf(join.getJoinWindow() != null || join.getJoinHint() != null || join.isArray());
      refuseIf(join.isFetch() || join.isAsOf());
      walk(join.getFromItem(), scope, join.isApply());
      if (join.isNatural()) {
        // It compares whatever columns have the same name.
        scope.own().forEach(source -> gathering.readsColumn(source, ALL));
      }
      expressions.walkAll(List.copyOf(join.getOnExpressions()), scope);
      if (join.getUsingColumns() != null) {
        join.getUsingColumns().forEach(column -> using(column.getColumnName(), scope));
      }
    }
  }

  private void using(String spelled, Scope scope) {
    String column = gathering.column(spelled);
    scope.own().forEach(source -> gathering.readsColumn(source, column));
  }
}
