package dev.gatehouse.policies.sql;

import net.sf.jsqlparser.expression.Expression;

/** Looks for columns in an expression. */
final class ColumnSearch {
  private ColumnSearch() {}

  /**
   * Whether the expression depends on the row that it is evaluated for.
   *
   * <p>A query inside does so only if it names a table from outside.
   */
  static boolean in(Expression expression, Marked marked) {
    Gathering found = new Gathering(marked.dialect());
    found.begin(marked);
    try {
      new SelectWalk(found).expressions().walk(expression, Scope.empty());
    } catch (NotUnderstoodException e) {
      // INVARIANT: the whole statement was walked before, so this is a table from outside.
      return true;
    }
    return found.rowColumns() > 0;
  }
}
