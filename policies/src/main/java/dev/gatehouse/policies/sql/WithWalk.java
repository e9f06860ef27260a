package dev.gatehouse.policies.sql;

import static dev.gatehouse.policies.sql.ExpressionWalk.refuseIf;

import java.util.List;
import net.sf.jsqlparser.statement.ParenthesedStatement;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import org.jspecify.annotations.Nullable;

/** Walks named queries, and statements in their place. */
final class WithWalk {
  private final Gathering gathering;
  private final SelectWalk selects;
  private final ChangeWalk changes;

  WithWalk(Gathering gathering, SelectWalk selects) {
    this.gathering = gathering;
    this.selects = selects;
    this.changes = new ChangeWalk(gathering, selects);
  }

  ChangeWalk changes() {
    return changes;
  }

  /**
   * Declares them in this scope.
   *
   * <p>A name is known behind its query only: inside it, without {@code recursive}, the name is
   * that of a table.
   */
  void walk(@Nullable List<WithItem<?>> items, Scope scope) {
    if (items == null) {
      return;
    }
    boolean recursive = gathering.dialect().queriesMayCallThemselves();
    for (WithItem<?> item : items) {
      recursive |= item.isRecursive();
      refuseIf(item.getWithFunctionDeclaration() != null);
      refuseIf(item.getSearchClause() != null || item.getCycleClause() != null);
      String name = selects.froms().aliasName(item.getAlias());
      if (item.getWithItemList() != null) {
        for (SelectItem<?> column : item.getWithItemList()) {
          gathering.name(column.toString());
        }
      }
      if (recursive) {
        scope.declareQuery(name);
      }
      body(item.getParenthesedStatement(), scope);
      scope.declareQuery(name);
    }
  }

  private void body(ParenthesedStatement statement, Scope scope) {
    switch (statement) {
      case ParenthesedSelect query -> selects.nested(query, scope);
      case ParenthesedInsert insert -> {
        refuseIf(insert.getAlias() != null);
        changes.insert(insert.getInsert(), scope);
      }
      case ParenthesedUpdate update -> {
        refuseIf(update.getAlias() != null);
        changes.update(update.getUpdate(), scope);
      }
      case ParenthesedDelete delete -> {
        refuseIf(delete.getAlias() != null);
        changes.delete(delete.getDelete(), scope);
      }
      default ->
          throw new NotUnderstoodException(
              "`with` holds what is not understood (" + ExpressionWalk.kind(statement) + ")");
    }
  }
}
