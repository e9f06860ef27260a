package dev.gatehouse.policies.sql;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What the statements of a text would do, those nested in others included.
 *
 * <p>Names are as the database takes them: with schema where the text gives one, without quotes, in
 * the case that the dialect folds to. A column is {@code table.column} where its table is sure and
 * {@code column} where it is not; {@code *} stands for all. Immutable.
 *
 * @param statements how many, separated by semicolons
 * @param reads tables of which rows are read; named queries ({@code with}) are none
 * @param writes tables that are changed, made or removed
 * @param functions that are called, by name and schema
 * @param everyChangeHasWhere whether each update and delete has a condition that depends on the row
 * @param rowsMax how many rows each statement gives back at most; empty if one has no bound
 * @param locks whether it locks the rows that it reads
 */
public record SqlFacts(
    Dialect dialect,
    int statements,
    Set<SqlKind> kinds,
    Set<String> reads,
    Set<String> writes,
    Set<String> columnsRead,
    Set<String> columnsWritten,
    Set<String> functions,
    boolean everyChangeHasWhere,
    OptionalLong rowsMax,
    boolean locks) {
  /** Copies the sets. */
  public SqlFacts {
    kinds = Set.copyOf(kinds);
    reads = Set.copyOf(reads);
    writes = Set.copyOf(writes);
    columnsRead = Set.copyOf(columnsRead);
    columnsWritten = Set.copyOf(columnsWritten);
    functions = Set.copyOf(functions);
  }

  /** Whether it changes nothing, locks nothing, and calls only functions that are known for it. */
  public boolean readOnly() {
    return kinds.stream().allMatch(SqlKind::onlyReads)
        && !locks
        && functions.stream().allMatch(name -> KnownFunctions.harmless(dialect, name));
  }
}
