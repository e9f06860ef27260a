package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Scope.Source;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;

/** Finds out which columns of which tables are meant. Confined to one thread. */
final class ColumnWalk {
  private static final String ALL = "*";

  /** Written like a column, and none. */
  private static final Set<String> VALUES =
      Set.of(
          "true",
          "false",
          "null",
          "default",
          "current_date",
          "current_time",
          "current_timestamp",
          "localtime",
          "localtimestamp",
          "current_user",
          "session_user",
          "system_user",
          "user",
          "sysdate",
          "systimestamp",
          "rownum",
          "level",
          "current_schema",
          "current_catalog");

  private static final Set<String> SEQUENCE_STEPS = Set.of("nextval", "currval");

  private final Gathering gathering;

  ColumnWalk(Gathering gathering) {
    this.gathering = gathering;
  }

  void reads(Column column, Scope scope) {
    ExpressionWalk.refuseIf(column.getReturningReferenceType() != null);
    String spelled = column.getColumnName();
    Table table = column.getTable();
    boolean qualified = table != null && table.getName() != null && !table.getName().isEmpty();
    if (!qualified && VALUES.contains(spelled.toLowerCase(Locale.ROOT))) {
      gathering.met(spelled);
      return;
    }
    String name = gathering.column(spelled);
    if (!gathering.marked().mayBeText(spelled)) {
      gathering.rowColumn();
    }
    if (!qualified) {
      unqualified(name, scope);
      return;
    }
    String qualifier = gathering.tableName(table);
    if (SEQUENCE_STEPS.contains(name.toLowerCase(Locale.ROOT))) {
      gathering.function(name);
      return;
    }
    for (Source source : sources(qualifier, scope)) {
      gathering.readsColumn(source, name);
    }
  }

  /** What the name before a column may stand for; refused if the statement does not say. */
  private static List<Source> sources(String qualifier, Scope scope) {
    List<Source> sources = scope.named(qualifier.substring(qualifier.lastIndexOf('.') + 1));
    if (sources.isEmpty()) {
      throw new NotUnderstoodException("it uses a column of something that `from` does not name");
    }
    return sources;
  }

  private void unqualified(String name, Scope scope) {
    List<Source> rows = scope.named(name);
    if (!rows.isEmpty()) {
      // A table's name in the place of a column is the whole row.
      rows.forEach(source -> gathering.readsColumn(source, ALL));
      return;
    }
    List<Source> all = scope.all();
    List<Source> tables = all.stream().filter(Source.Rows.class::isInstance).toList();
    if (all.size() == 1) {
      gathering.readsColumn(all.getFirst(), name);
    } else if (all.isEmpty() || !tables.isEmpty()) {
      gathering.readsColumn(name);
    }
  }

  void readsAll(AllColumns star, Scope scope) {
    refuseIfChanged(star);
    scope.own().forEach(source -> gathering.readsColumn(source, ALL));
  }

  void readsAll(AllTableColumns star, Scope scope) {
    refuseIfChanged(star);
    String qualifier = gathering.tableName(star.getTable());
    sources(qualifier, scope).forEach(source -> gathering.readsColumn(source, ALL));
  }

  private static void refuseIfChanged(AllColumns star) {
    boolean except = star.getExceptColumns() != null && !star.getExceptColumns().isEmpty();
    boolean replace =
        star.getReplaceExpressions() != null && !star.getReplaceExpressions().isEmpty();
    ExpressionWalk.refuseIf(except || replace);
  }
}
