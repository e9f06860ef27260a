package dev.gatehouse.policies.sql;

import java.util.List;
import java.util.Locale;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Commit;
import net.sf.jsqlparser.statement.DescribeStatement;
import net.sf.jsqlparser.statement.ExplainStatement;
import net.sf.jsqlparser.statement.RollbackStatement;
import net.sf.jsqlparser.statement.SavepointStatement;
import net.sf.jsqlparser.statement.SetStatement;
import net.sf.jsqlparser.statement.ShowColumnsStatement;
import net.sf.jsqlparser.statement.ShowStatement;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.UseStatement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.execute.Execute;
import net.sf.jsqlparser.statement.grant.Grant;
import net.sf.jsqlparser.statement.grant.Revoke;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.show.ShowIndexStatement;
import net.sf.jsqlparser.statement.show.ShowTablesStatement;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.upsert.Upsert;

/** Walks one statement. Kinds of statements that are not named here are refused. */
final class StatementWalk {
  private final Gathering gathering;
  private final SelectWalk selects;

  StatementWalk(Gathering gathering) {
    this.gathering = gathering;
    this.selects = new SelectWalk(gathering);
  }

  void walk(Statement statement) {
    switch (statement) {
      case Select select -> selects.outermost(select);
      case Insert insert -> selects.withs().changes().insert(insert, Scope.empty());
      case Update update -> selects.withs().changes().update(update, Scope.empty());
      case Delete delete -> selects.withs().changes().delete(delete, Scope.empty());
      case Upsert upsert -> selects.withs().changes().upsert(upsert);
      case Merge merge -> new MergeWalk(gathering, selects).walk(merge);
      case ExplainStatement explain -> explain(explain);
      case Execute execute -> execute(execute);
      case Statement other -> session(other);
    }
  }

  private void explain(ExplainStatement explain) {
    gathering.kind(SqlKind.EXPLAIN);
    if (explain.getOptionList() != null) {
      explain.getOptionList().forEach(option -> gathering.met(option.toString()));
    }
    gathering.met(explain.getKeyword());
    if (explain.getTable() != null) {
      gathering.reads(gathering.tableName(explain.getTable()));
    }
    if (explain.getStatement() != null) {
      walk(explain.getStatement());
    }
  }

  private void execute(Execute execute) {
    gathering.kind(SqlKind.CALL);
    gathering.metCalled(execute.getName());
    gathering.function(execute.getName().toLowerCase(Locale.ROOT));
    if (execute.getExprList() != null) {
      for (Object argument : execute.getExprList()) {
        selects.expressions().walk((Expression) argument, Scope.empty());
      }
    }
  }

  /** Statements that are about the session, or that tell what there is. */
  private void session(Statement statement) {
    switch (statement) {
      case SetStatement _, UseStatement _ -> whole(SqlKind.SET, statement);
      case Commit _, RollbackStatement _, SavepointStatement _ ->
          whole(SqlKind.TRANSACTION, statement);
      case Grant _, Revoke _ -> whole(SqlKind.GRANT, statement);
      case DescribeStatement describe -> {
        whole(SqlKind.SHOW, statement);
        tables(List.of(describe.getTable()));
      }
      case ShowStatement _, ShowTablesStatement _, ShowColumnsStatement _, ShowIndexStatement _ ->
          whole(SqlKind.SHOW, statement);
      case Statement other -> new DefinitionWalk(gathering, selects).walk(other);
    }
  }

  private void tables(List<Table> tables) {
    tables.forEach(table -> gathering.reads(gathering.tableName(table)));
  }

  /** Its kind says enough. */
  private void whole(SqlKind kind, Statement statement) {
    gathering.kind(kind);
    gathering.met(statement.toString());
  }
}
