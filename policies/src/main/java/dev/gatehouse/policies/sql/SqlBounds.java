package dev.gatehouse.policies.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What statements may do.
 *
 * <p>A list that is empty bounds nothing, except {@code functions}: functions that are not known to
 * be harmless need a pattern there, and those known to be dangerous need their full name.
 * Immutable.
 *
 * @param notTables names that may be meant are refused, with or without schema
 * @param statementsMax from 1
 * @param rowsMax if present, every query needs a bound of its own that is not larger
 */
public record SqlBounds(
    Dialect dialect,
    Set<SqlKind> kinds,
    List<NamePattern> tables,
    List<NamePattern> notTables,
    List<NamePattern> columns,
    List<NamePattern> notColumns,
    boolean whereRequired,
    List<NamePattern> functions,
    int statementsMax,
    OptionalLong rowsMax) {
  /** Copies the lists. */
  public SqlBounds {
    kinds = Set.copyOf(kinds);
    tables = List.copyOf(tables);
    notTables = List.copyOf(notTables);
    columns = List.copyOf(columns);
    notColumns = List.copyOf(notColumns);
    functions = List.copyOf(functions);
  }

  /** Reading only, with known functions, one statement at a time. */
  public static SqlBounds readOnly(Dialect dialect) {
    return new SqlBounds(
        dialect,
        Set.of(SqlKind.SELECT, SqlKind.SHOW, SqlKind.EXPLAIN),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false,
        List.of(),
        1,
        OptionalLong.empty());
  }

  /**
   * Why this text is not within the bounds, in one line.
   *
   * <p>Guarantee: without anything of the text, names included, for a reason is recorded unmasked.
   */
  public Optional<String> violation(String sql) {
    return switch (SqlText.parse(sql, dialect)) {
      case Parsed.Unparsed(String why) -> Optional.of("the SQL is refused: " + why);
      case Parsed.Understood(SqlFacts facts) -> violation(facts);
    };
  }

  /** Why these statements are not within the bounds. */
  public Optional<String> violation(SqlFacts facts) {
    return kinds(facts)
        .or(() -> functions(facts))
        .or(() -> tables(facts))
        .or(() -> columns(facts))
        .or(() -> extent(facts));
  }

  private Optional<String> kinds(SqlFacts facts) {
    if (facts.statements() > statementsMax) {
      return Optional.of(
          facts.statements() + " statements in one text; allowed is at most " + statementsMax);
    }
    for (SqlKind kind : new TreeSet<>(facts.kinds())) {
      if (!kinds.contains(kind)) {
        return Optional.of("it holds `" + kind.label() + "`; allowed are " + labels());
      }
    }
    return facts.locks() && !kinds.contains(SqlKind.UPDATE)
        ? Optional.of("it locks the rows that it reads")
        : Optional.empty();
  }

  private String labels() {
    return String.join(", ", new TreeSet<>(kinds).stream().map(SqlKind::label).toList());
  }

  private Optional<String> functions(SqlFacts facts) {
    for (String name : new TreeSet<>(facts.functions())) {
      boolean named = functions.stream().anyMatch(p -> isNamed(p, name));
      if (KnownFunctions.dangerous(name) && !named) {
        return Optional.of("a function reaches beyond the query");
      }
      boolean allowed =
          named
              || KnownFunctions.harmless(dialect, name)
              || functions.stream().anyMatch(p -> p.covers(dialect.folded(name)));
      if (!allowed) {
        return Optional.of("a function is not known to be harmless");
      }
    }
    return Optional.empty();
  }

  private static boolean isNamed(NamePattern pattern, String name) {
    return pattern.text().toLowerCase(Locale.ROOT).equals(name);
  }

  private Optional<String> tables(SqlFacts facts) {
    Set<String> names = new TreeSet<>(facts.reads());
    names.addAll(facts.writes());
    for (String name : names) {
      if (!tables.isEmpty() && tables.stream().noneMatch(p -> p.covers(name))) {
        return Optional.of("a table is not one of " + texts(tables));
      }
    }
    return forbidden(names, notTables, "it may use the table ");
  }

  private Optional<String> columns(SqlFacts facts) {
    Set<String> names = new TreeSet<>(facts.columnsRead());
    names.addAll(facts.columnsWritten());
    if (!columns.isEmpty()) {
      Predicate<String> outside = name -> columns.stream().noneMatch(p -> p.covers(name));
      if (names.stream().anyMatch(outside)) {
        return Optional.of("it uses columns other than " + texts(columns));
      }
    }
    return forbidden(names, notColumns, "it may use the column ");
  }

  private static Optional<String> forbidden(
      Set<String> names, List<NamePattern> patterns, String said) {
    for (NamePattern pattern : patterns) {
      if (names.stream().anyMatch(pattern::mayConcern)) {
        return Optional.of(said + "`" + pattern.text() + "`");
      }
    }
    return Optional.empty();
  }

  private Optional<String> extent(SqlFacts facts) {
    if (whereRequired && !facts.everyChangeHasWhere()) {
      return Optional.of("an update or delete has no `where` that chooses rows");
    }
    boolean bounded =
        rowsMax.isEmpty()
            || (facts.rowsMax().isPresent() && facts.rowsMax().getAsLong() <= rowsMax.getAsLong());
    return bounded
        ? Optional.empty()
        : Optional.of("the query needs a limit of at most " + rowsMax.getAsLong() + " rows");
  }

  private static String texts(List<NamePattern> patterns) {
    return String.join(", ", patterns.stream().map(p -> "`" + p.text() + "`").toList());
  }
}
