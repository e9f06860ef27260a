package dev.gatehouse.policies.sql;

import static dev.gatehouse.policies.sql.ExpressionWalk.refuseIf;

import java.util.List;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeDelete;
import net.sf.jsqlparser.statement.merge.MergeInsert;
import net.sf.jsqlparser.statement.merge.MergeOperation;
import net.sf.jsqlparser.statement.merge.MergeUpdate;

/** Walks {@code merge}. Confined to one thread. */
final class MergeWalk {
  private final Gathering gathering;
  private final SelectWalk selects;

  MergeWalk(Gathering gathering, SelectWalk selects) {
    this.gathering = gathering;
    this.selects = selects;
  }

  void walk(Merge merge) {
    gathering.kind(SqlKind.MERGE);
    refuseIf(merge.getOracleHint() != null || merge.getOption() != null);
    Scope scope = Scope.empty();
    selects.withs().walk(merge.getWithItemsList(), scope);
    Scope own = scope.inner();
    String target = selects.withs().changes().target(merge.getTable(), scope);
    selects.froms().declare(merge.getTable(), target, own);
    selects.froms().walk(merge.getFromItem(), own);
    selects.withs().changes().where(merge.getOnCondition(), own);
    for (MergeOperation operation : merge.getOperations()) {
      operation(operation, target, own);
    }
    selects.withs().changes().given(merge.getReturningClause(), merge.getOutputClause(), own);
  }

  private void operation(MergeOperation operation, String target, Scope own) {
    ExpressionWalk expressions = selects.expressions();
    switch (operation) {
      case MergeUpdate update -> {
        gathering.kind(SqlKind.UPDATE);
        selects.withs().changes().sets(update.getUpdateSets(), List.of(target), own);
        expressions.walk(update.getAndPredicate(), own);
        expressions.walk(update.getWhereCondition(), own);
        if (update.getDeleteWhereCondition() != null) {
          gathering.kind(SqlKind.DELETE);
          expressions.walk(update.getDeleteWhereCondition(), own);
        }
      }
      case MergeInsert insert -> {
        gathering.kind(SqlKind.INSERT);
        expressions.walk(insert.getAndPredicate(), own);
        if (insert.getColumns() != null) {
          for (Column column : insert.getColumns()) {
            gathering.writesColumn(target + "." + gathering.column(column.getColumnName()));
          }
        }
        expressions.walkAll(insert.getValues(), own);
        expressions.walk(insert.getWhereCondition(), own);
      }
      case MergeDelete delete -> {
        gathering.kind(SqlKind.DELETE);
        expressions.walk(delete.getAndPredicate(), own);
      }
      default ->
          throw new NotUnderstoodException(
              "`merge` holds what is not understood (" + ExpressionWalk.kind(operation) + ")");
    }
  }
}
