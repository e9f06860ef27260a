package dev.gatehouse.policies.sql;

import static dev.gatehouse.policies.sql.ExpressionWalk.refuseIf;

import dev.gatehouse.policies.sql.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.OutputClause;
import net.sf.jsqlparser.statement.ReturningClause;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.InsertConflictAction;
import net.sf.jsqlparser.statement.insert.InsertConflictTarget;
import net.sf.jsqlparser.statement.insert.InsertDuplicateAction;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import net.sf.jsqlparser.statement.upsert.Upsert;
import org.jspecify.annotations.Nullable;

/** Walks statements that change rows. Confined to one thread. */
final class ChangeWalk {
  private final Gathering gathering;
  private final SelectWalk selects;

  ChangeWalk(Gathering gathering, SelectWalk selects) {
    this.gathering = gathering;
    this.selects = selects;
  }

  private ExpressionWalk expressions() {
    return selects.expressions();
  }

  void insert(Insert insert, Scope outer) {
    gathering.kind(SqlKind.INSERT);
    boolean rare =
        insert.isOracleMultiInsert()
            || insert.getOracleHint() != null
            || insert.isOverwrite()
            || (insert.getPartitions() != null && !insert.getPartitions().isEmpty());
    refuseIf(rare);
    Scope scope = outer.inner();
    selects.withs().walk(insert.getWithItemsList(), scope);
    if (insert.getSelect() != null) {
      selects.nested(insert.getSelect(), scope);
    }
    String target = target(insert.getTable(), scope);
    Scope own = own(insert.getTable(), target, scope);
    own.declareAlso(gathering.dialect().folded("excluded"), new Source.Derived());
    if (insert.getRowAlias() != null) {
      own.declareAlso(selects.froms().aliasName(insert.getRowAlias()), new Source.Derived());
    }
    written(insert.getColumns(), target);
    sets(insert.getSetUpdateSets(), List.of(target), own);
    boolean all = insert.getColumns() == null && insert.getSetUpdateSets() == null;
    if (all) {
      gathering.writesColumn(target + ".*");
    }
    onConflict(insert, target, own);
    given(insert.getReturningClause(), insert.getOutputClause(), own);
  }

  private void onConflict(Insert insert, String target, Scope own) {
    InsertConflictTarget conflict = insert.getConflictTarget();
    if (conflict != null) {
      gathering.met(conflict.toString());
      expressions().walk(conflict.getIndexExpression(), own);
      expressions().walk(conflict.getWhereExpression(), own);
    }
    InsertConflictAction action = insert.getConflictAction();
    if (action != null) {
      updates(action.getUpdateSets(), target, own);
      expressions().walk(action.getWhereExpression(), own);
    }
    InsertDuplicateAction duplicate = insert.getDuplicateAction();
    if (duplicate != null) {
      gathering.metCalled("values");
      updates(duplicate.getUpdateSets(), target, own);
      expressions().walk(duplicate.getWhereExpression(), own);
    } else {
      updates(insert.getDuplicateUpdateSets(), target, own);
    }
  }

  private void updates(@Nullable List<UpdateSet> sets, String target, Scope own) {
    if (sets != null && !sets.isEmpty()) {
      gathering.kind(SqlKind.UPDATE);
      sets(sets, List.of(target), own);
    }
  }

  void upsert(Upsert upsert) {
    gathering.kind(SqlKind.MERGE);
    Scope scope = Scope.empty();
    if (upsert.getSelect() != null) {
      selects.nested(upsert.getSelect(), scope);
    }
    String target = target(upsert.getTable(), scope);
    Scope own = own(upsert.getTable(), target, scope);
    written(upsert.getColumns(), target);
    sets(upsert.getUpdateSets(), List.of(target), own);
    sets(upsert.getDuplicateUpdateSets(), List.of(target), own);
    if (upsert.getColumns() == null && upsert.getUpdateSets() == null) {
      gathering.writesColumn(target + ".*");
    }
    refuseIf(upsert.getDuplicateAction() != null);
  }

  void update(Update update, Scope outer) {
    gathering.kind(SqlKind.UPDATE);
    refuseIf(update.getForPortionClause() != null || update.getPreferringClause() != null);
    refuseIf(update.getOracleHint() != null || update.getOption() != null);
    Scope scope = outer.inner();
    selects.withs().walk(update.getWithItemsList(), scope);
    Scope own = scope.inner();
    if (update.getFromItem() != null) {
      selects.froms().walk(update.getFromItem(), own);
    }
    selects.froms().joins(update.getJoins(), own);
    List<String> targets = targets(List.of(update.getTable()), own);
    if (own.named(nameSeen(update.getTable())).isEmpty()) {
      selects.froms().declare(update.getTable(), targets.getFirst(), own);
    }
    if (update.getStartJoins() != null && !update.getStartJoins().isEmpty()) {
      targets = new ArrayList<>(targets);
      selects.froms().joins(update.getStartJoins(), own);
      joined(update.getStartJoins(), targets);
    }
    targets.forEach(gathering::writes);
    seen(targets, own);
    sets(update.getUpdateSets(), targets, own);
    where(update.getWhere(), own);
    expressions().orderBy(update.getOrderByElements(), own);
    limit(update.getLimit(), own);
    given(update.getReturningClause(), update.getOutputClause(), own);
  }

  void delete(Delete delete, Scope outer) {
    gathering.kind(SqlKind.DELETE);
    refuseIf(delete.getForPortionClause() != null || delete.getPreferringClause() != null);
    refuseIf(delete.getOracleHint() != null || delete.getOption() != null);
    Scope scope = outer.inner();
    selects.withs().walk(delete.getWithItemsList(), scope);
    Scope own = scope.inner();
    List<Table> named = delete.getTables() == null ? List.of() : delete.getTables();
    List<String> targets;
    if (delete.getUsingFromItemList() != null) {
      for (FromItem item : delete.getUsingFromItemList()) {
        selects.froms().walk(item, own);
      }
    }
    if (named.isEmpty()) {
      targets = targets(List.of(delete.getTable()), own);
      selects.froms().declare(delete.getTable(), targets.getFirst(), own);
      selects.froms().joins(delete.getJoins(), own);
    } else {
      selects.froms().walk(delete.getTable(), own);
      selects.froms().joins(delete.getJoins(), own);
      targets = targets(named, own);
    }
    targets.forEach(gathering::writes);
    seen(targets, own);
    where(delete.getWhere(), own);
    expressions().orderBy(delete.getOrderByElements(), own);
    limit(delete.getLimit(), own);
    given(delete.getReturningClause(), delete.getOutputClause(), own);
  }

  private void limit(net.sf.jsqlparser.statement.select.@Nullable Limit limit, Scope own) {
    if (limit != null) {
      expressions().walk(limit.getRowCount(), own);
      expressions().walk(limit.getOffset(), own);
    }
  }

  void where(net.sf.jsqlparser.expression.@Nullable Expression condition, Scope scope) {
    expressions().walk(condition, scope);
    boolean chooses = condition != null && !new Triviality(gathering.marked()).isTrivial(condition);
    if (!chooses) {
      gathering.changeWithoutWhere();
    }
  }

  /** The table that is written; a named query in its place is refused. */
  String target(Table table, Scope scope) {
    String name = gathering.tableName(table);
    if (scope.hasQuery(name)) {
      throw new NotUnderstoodException("it writes to a named query");
    }
    gathering.writes(name);
    return name;
  }

  /** The tables that are written, where names may be aliases that {@code from} gives. */
  private List<String> targets(List<Table> tables, Scope own) {
    List<String> targets = new ArrayList<>();
    for (Table table : tables) {
      String name = gathering.tableName(table);
      if (own.hasQuery(name)) {
        throw new NotUnderstoodException("it writes to a named query");
      }
      List<Source> aliased = table.getAlias() == null ? own.named(name) : List.of();
      boolean aliasesCount =
          gathering.dialect() == Dialect.MSSQL || gathering.dialect() == Dialect.MYSQL;
      if (aliased.isEmpty() || !aliasesCount) {
        targets.add(name);
      }
      for (Source source : aliased) {
        switch (source) {
          case Source.Rows(String written) -> targets.add(written);
          case Source.Derived _ -> throw new NotUnderstoodException("it writes to a query");
        }
      }
    }
    return targets;
  }

  private void joined(List<Join> joins, List<String> targets) {
    for (Join join : joins) {
      if (join.getFromItem() instanceof Table table) {
        targets.add(gathering.tableName(table));
      }
    }
  }

  private String nameSeen(Table table) {
    String name = gathering.tableName(table);
    return table.getAlias() == null
        ? name.substring(name.lastIndexOf('.') + 1)
        : selects.froms().aliasName(table.getAlias());
  }

  private Scope own(Table table, String target, Scope scope) {
    Scope own = scope.inner();
    selects.froms().declare(table, target, own);
    seen(List.of(target), own);
    return own;
  }

  /** What {@code returning} and {@code output} call the rows before and after. */
  private void seen(List<String> targets, Scope own) {
    for (String name : List.of("inserted", "deleted", "new", "old")) {
      for (String target : targets) {
        String folded = gathering.dialect().folded(name);
        if (own.named(folded).isEmpty()) {
          own.declareAlso(folded, new Source.Rows(target));
        }
      }
    }
  }

  private void written(@Nullable List<Column> columns, String target) {
    if (columns != null) {
      for (Column column : columns) {
        gathering.writesColumn(target + "." + gathering.column(column.getColumnName()));
      }
    }
  }

  void sets(@Nullable List<UpdateSet> sets, List<String> targets, Scope scope) {
    if (sets == null) {
      return;
    }
    for (UpdateSet set : sets) {
      for (Column column : set.getColumns()) {
        String name = gathering.column(column.getColumnName());
        targets.forEach(target -> gathering.writesColumn(target + "." + name));
        if (column.getTable() != null && column.getTable().getName() != null) {
          gathering.tableName(column.getTable());
        }
        expressions().walk(column.getArrayConstructor(), scope);
      }
      expressions().walkAll(set.getValues(), scope);
    }
  }

  void given(@Nullable ReturningClause returning, @Nullable OutputClause output, Scope own) {
    if (returning != null) {
      refuseIf(returning.getDataItems() != null && !returning.getDataItems().isEmpty());
      refuseIf(returning.getOutputAliases() != null && !returning.getOutputAliases().isEmpty());
      selects.items(returning, own);
      gathering.rows(OptionalLong.empty());
    }
    if (output != null) {
      refuseIf(output.getTableVariable() != null || output.getOutputTable() != null);
      selects.items(output.getSelectItemList(), own);
      gathering.rows(OptionalLong.empty());
    }
  }
}
