package dev.gatehouse.policies.sql;

import dev.gatehouse.policies.sql.Scope.Source;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import net.sf.jsqlparser.schema.Table;

/** What a walk has met so far. Confined to one thread. */
final class Gathering {
  private final Dialect dialect;
  private final Set<SqlKind> kinds = EnumSet.noneOf(SqlKind.class);
  private final Set<String> reads = new LinkedHashSet<>();
  private final Set<String> writes = new LinkedHashSet<>();
  private final Set<String> columnsRead = new LinkedHashSet<>();
  private final Set<String> columnsWritten = new LinkedHashSet<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private boolean everyChangeHasWhere = true;
  private boolean locks;
  private OptionalLong rowsMax = OptionalLong.of(0);

  private Marked marked;
  private final Set<String> met = new HashSet<>();
  private final Set<String> called = new HashSet<>();
  private int selects;
  private int queriesAround;
  private int rowColumns;

  Gathering(Dialect dialect) {
    this.dialect = dialect;
    this.marked = new Marked(List.of(), dialect);
  }

  /** From here on the names are those of this statement. */
  void begin(Marked statement) {
    marked = statement;
    met.clear();
    called.clear();
    selects = 0;
  }

  Dialect dialect() {
    return dialect;
  }

  Marked marked() {
    return marked;
  }

  SqlFacts facts(int statements) {
    return new SqlFacts(
        dialect,
        statements,
        kinds,
        reads,
        writes,
        columnsRead,
        columnsWritten,
        functions,
        everyChangeHasWhere,
        rowsMax,
        locks);
  }

  void kind(SqlKind kind) {
    kinds.add(kind);
  }

  void select() {
    kinds.add(SqlKind.SELECT);
    selects++;
  }

  /** How many queries the walk has met in this statement. */
  int selects() {
    return selects;
  }

  void enterQuery() {
    queriesAround++;
  }

  void leaveQuery() {
    queriesAround--;
  }

  /** Notes a column of the row that the whole is evaluated for. */
  void rowColumn() {
    rowColumns += queriesAround == 0 ? 1 : 0;
  }

  int rowColumns() {
    return rowColumns;
  }

  boolean onlyReads() {
    return kinds.stream().allMatch(SqlKind::onlyReads);
  }

  /** Whether something makes or changes tables, whose parts are not all walked. */
  boolean defines() {
    return kinds.contains(SqlKind.CREATE) || kinds.contains(SqlKind.ALTER);
  }

  void lock() {
    locks = true;
  }

  boolean locks() {
    return locks;
  }

  void changeWithoutWhere() {
    everyChangeHasWhere = false;
  }

  /** What the outermost query of a statement gives at most. */
  void rows(OptionalLong most) {
    boolean known = most.isPresent() && rowsMax.isPresent();
    rowsMax =
        known
            ? OptionalLong.of(Math.max(most.getAsLong(), rowsMax.getAsLong()))
            : OptionalLong.empty();
  }

  /** Notes that the walk has met these words, whatever they are. */
  void met(String spelled) {
    for (String word : spelled.split("[^\\w\"$@#]+")) {
      met.add(word.toLowerCase(Locale.ROOT));
    }
  }

  /** The same for words that a bracket may follow. */
  void metCalled(String spelled) {
    met(spelled);
    for (String word : spelled.split("[^\\w\"$@#]+")) {
      called.add(word.toLowerCase(Locale.ROOT));
    }
  }

  boolean hasMetCalled(String spelled) {
    return called.contains(spelled.toLowerCase(Locale.ROOT));
  }

  boolean hasMet(String spelled) {
    return met.contains(spelled.toLowerCase(Locale.ROOT));
  }

  /** A name as the database takes it. */
  String name(String spelled) {
    met.add(spelled.toLowerCase(Locale.ROOT));
    if (!spelled.startsWith("\"") && Words.beginStatement(dialect, spelled)) {
      throw new NotUnderstoodException("a keyword stands in the place of a name");
    }
    String name = marked.name(spelled);
    if (name.isEmpty() || !name.equals(name.strip())) {
      throw new NotUnderstoodException("a name is empty, or has spaces around it");
    }
    return name;
  }

  /** A name that is a part of one with dots. */
  private String part(String spelled) {
    String name = name(spelled);
    if (name.indexOf('.') >= 0 || name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
      throw new NotUnderstoodException("a name holds `.`, `*` or `?`");
    }
    return name;
  }

  String dotted(List<String> spelledParts) {
    return String.join(".", spelledParts.stream().map(this::part).toList());
  }

  String tableName(Table table) {
    List<String> parts = table.getNameParts().reversed();
    boolean elsewhere = parts.stream().anyMatch(part -> part != null && part.indexOf('@') > 0);
    if (parts.size() > 3 || elsewhere) {
      throw new NotUnderstoodException("it names a table of another server");
    }
    if (parts.stream().anyMatch(part -> part == null || part.isEmpty() || part.startsWith("@"))) {
      throw new NotUnderstoodException("it names a table in a way that is not understood");
    }
    metCalled(parts.getLast());
    return dotted(parts);
  }

  void reads(String table) {
    reads.add(table);
  }

  void writes(String table) {
    writes.add(table);
  }

  void function(String name) {
    functions.add(name.toLowerCase(Locale.ROOT));
  }

  void readsColumn(Source source, String column) {
    switch (source) {
      case Source.Rows(String table) -> columnsRead.add(table + "." + column);
      case Source.Derived _ -> {}
    }
  }

  void readsColumn(String column) {
    columnsRead.add(column);
  }

  void writesColumn(String column) {
    columnsWritten.add(column);
  }

  /** The name of a column, without its table. */
  String column(String spelled) {
    return part(spelled);
  }
}
