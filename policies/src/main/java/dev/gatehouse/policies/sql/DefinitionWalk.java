package dev.gatehouse.policies.sql;

import java.util.List;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.alter.Alter;
import net.sf.jsqlparser.statement.alter.RenameTableStatement;
import net.sf.jsqlparser.statement.create.index.CreateIndex;
import net.sf.jsqlparser.statement.create.table.ColumnDefinition;
import net.sf.jsqlparser.statement.create.table.CreateTable;
import net.sf.jsqlparser.statement.create.view.AlterView;
import net.sf.jsqlparser.statement.create.view.CreateView;
import net.sf.jsqlparser.statement.drop.Drop;
import net.sf.jsqlparser.statement.truncate.Truncate;
import org.jspecify.annotations.Nullable;

/**
 * Walks statements that make, change or remove tables.
 *
 * <p>Their queries are walked; of the rest, names before brackets count as functions.
 */
final class DefinitionWalk {
  private final Gathering gathering;
  private final SelectWalk selects;

  DefinitionWalk(Gathering gathering, SelectWalk selects) {
    this.gathering = gathering;
    this.selects = selects;
  }

  /** Refuses what is none of these. */
  void walk(Statement statement) {
    switch (statement) {
      case CreateTable create -> {
        table(create);
      }
      case CreateView create -> {
        defines(SqlKind.CREATE, statement, create.getView());
        query(create.getSelect());
      }
      case AlterView alter -> {
        defines(SqlKind.ALTER, statement, alter.getView());
        query(alter.getSelect());
      }
      case CreateIndex create -> defines(SqlKind.CREATE, statement, create.getTable());
      case Alter alter -> defines(SqlKind.ALTER, statement, alter.getTable());
      case Drop drop -> {
        defines(SqlKind.DROP, statement, drop.getName());
        all(drop.getNames());
      }
      case Truncate truncate -> {
        defines(SqlKind.TRUNCATE, statement, truncate.getTable());
        all(truncate.getTables());
      }
      case RenameTableStatement rename -> {
        defines(SqlKind.ALTER, statement, null);
        for (var names : rename.getTableNames()) {
          all(List.of(names.getKey(), names.getValue()));
        }
      }
      default ->
          throw new NotUnderstoodException(
              "it is a statement that is not understood (" + ExpressionWalk.kind(statement) + ")");
    }
  }

  private void table(CreateTable create) {
    defines(SqlKind.CREATE, create, create.getTable());
    if (create.getColumnDefinitions() != null) {
      for (ColumnDefinition column : create.getColumnDefinitions()) {
        selects.expressions().type(column.getColDataType());
      }
    }
    for (Table like : new Table[] {create.getLikeTable(), create.getTrailingLikeTable()}) {
      if (like != null) {
        gathering.reads(gathering.tableName(like));
      }
    }
    query(create.getSelect());
  }

  private void query(net.sf.jsqlparser.statement.select.@Nullable Select query) {
    if (query != null) {
      selects.nested(query, Scope.empty());
    }
  }

  private void all(@Nullable List<Table> tables) {
    if (tables != null) {
      tables.forEach(table -> gathering.writes(gathering.tableName(table)));
    }
  }

  private void defines(SqlKind kind, Statement statement, @Nullable Table table) {
    gathering.kind(kind);
    gathering.met(statement.toString());
    if (table != null) {
      gathering.writes(gathering.tableName(table));
    }
  }
}
