package dev.gatehouse.policies.mask;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns the values of a message stand in.
 *
 * <p>Shape: a member is in the column of its name; with {@code {"columns": ["id", "email"], "rows":
 * [[1, "…"]]}} an element of a row is in the column of its place, whether columns are given by name
 * or as objects with {@code name} and perhaps {@code table}; so it is where the first row of a
 * table has the names. Confined to one thread.
 */
final class Headings {
  private static final Set<String> LISTS =
      Set.of("columns", "fields", "header", "headers", "columnNames", "column_names");
  private static final Set<String> NAMES = Set.of("name", "column", "column_name", "columnName");
  private static final Set<String> TABLES = Set.of("table", "table_name", "tableName");

  private record Heading(String name, Optional<String> table) {}

  /** By the object that holds the list of columns, or by the table whose first row has them. */
  private final IdentityHashMap<Path, Map<Integer, Heading>> columns = new IdentityHashMap<>();

  private final IdentityHashMap<Path, Map<Integer, Heading>> firstRows = new IdentityHashMap<>();

  private Headings() {}

  /** Those of no table. */
  static Headings none() {
    return new Headings();
  }

  static Headings of(List<Leaf> leaves) {
    Headings headings = new Headings();
    leaves.stream().filter(leaf -> leaf.kind() == Leaf.Kind.STRING).forEach(headings::read);
    return headings;
  }

  /** Whether a value at this path is in this column. */
  boolean isUnder(Column column, Path path) {
    Optional<Path> at = Optional.of(path);
    while (at.isPresent()) {
      Path step = at.get();
      if (step.key().filter(name -> column.covers(name, Optional.empty())).isPresent()
          || heading(step).filter(h -> column.covers(h.name(), h.table())).isPresent()) {
        return true;
      }
      at = step.parent();
    }
    return false;
  }

  /** What the column of an element of a row is called. */
  private Optional<Heading> heading(Path cell) {
    if (cell.index() < 0) {
      return Optional.empty();
    }
    Optional<Path> row = cell.parent().filter(path -> path.index() >= 0);
    Optional<Path> table = row.flatMap(Path::parent);
    Optional<Path> holder = table.flatMap(Path::parent);
    Optional<Heading> told =
        holder
            .flatMap(path -> Optional.ofNullable(columns.get(path)))
            .flatMap(m -> Optional.ofNullable(m.get(cell.index())));
    Optional<Heading> first =
        table
            .flatMap(path -> Optional.ofNullable(firstRows.get(path)))
            .flatMap(m -> Optional.ofNullable(m.get(cell.index())));
    boolean isFirst = row.filter(path -> path.index() == 0).isPresent();
    // A cell of the first row that says what its column is called is a name, and no value.
    return isFirst
        ? told.filter(h -> !first.map(Heading::name).equals(Optional.of(h.name())))
        : told.or(() -> first);
  }

  private void read(Leaf leaf) {
    Path path = leaf.path();
    Optional<Path> parent = path.parent();
    if (parent.isEmpty()) {
      return;
    }
    if (path.index() >= 0) {
      if (parent.get().index() == 0) {
        parent.get().parent().ifPresent(table -> name(firstRows, table, path.index(), leaf.text()));
      }
      list(parent.get()).ifPresent(holder -> name(columns, holder, path.index(), leaf.text()));
      return;
    }
    String key = path.key().orElse("");
    Optional<Path> holder = parent.get().parent().flatMap(Headings::list);
    if (parent.get().index() >= 0 && holder.isPresent()) {
      if (NAMES.contains(key)) {
        name(columns, holder.get(), parent.get().index(), leaf.text());
      } else if (TABLES.contains(key)) {
        table(holder.get(), parent.get().index(), leaf.text());
      }
    }
  }

  /** The object that holds this list of columns. */
  private static Optional<Path> list(Path path) {
    return path.key().filter(LISTS::contains).flatMap(_ -> path.parent());
  }

  private static void name(
      IdentityHashMap<Path, Map<Integer, Heading>> where, Path holder, int index, String name) {
    where
        .computeIfAbsent(holder, _ -> new HashMap<>())
        .merge(
            index,
            new Heading(name, Optional.empty()),
            (known, more) -> new Heading(more.name(), known.table()));
  }

  private void table(Path holder, int index, String table) {
    columns
        .computeIfAbsent(holder, _ -> new HashMap<>())
        .merge(
            index,
            new Heading("", Optional.of(table)),
            (known, more) -> new Heading(known.name(), more.table()));
  }
}
