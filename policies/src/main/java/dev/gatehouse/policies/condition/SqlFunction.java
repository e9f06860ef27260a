package dev.gatehouse.policies.condition;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.gatehouse.policies.sql.Dialect;
import dev.gatehouse.policies.sql.Parsed;
import dev.gatehouse.policies.sql.SqlFacts;
import dev.gatehouse.policies.sql.SqlKind;
import dev.gatehouse.policies.sql.SqlText;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The function {@code sql(text, dialect)}: what a text of SQL would do, as a map.
 *
 * <p>Errors: what is not understood, and an unknown dialect, cannot be evaluated, and so refuses.
 */
final class SqlFunction {
  private static final MapType FACTS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private SqlFunction() {}

  static CelBuilder addTo(CelBuilder builder) {
    CelOverloadDecl plain =
        CelOverloadDecl.newGlobalOverload("sql_string", FACTS, SimpleType.STRING);
    CelOverloadDecl withDialect =
        CelOverloadDecl.newGlobalOverload(
            "sql_string_string", FACTS, SimpleType.STRING, SimpleType.STRING);
    return builder
        .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration("sql", plain, withDialect))
        .addFunctionBindings(
            CelFunctionBinding.from("sql_string", String.class, text -> read(text, Dialect.ANSI)),
            CelFunctionBinding.from(
                "sql_string_string", String.class, String.class, SqlFunction::read));
  }

  private static Map<String, Object> read(String text, String dialect) {
    return read(
        text,
        Dialect.labelled(dialect)
            .orElseThrow(() -> new IllegalArgumentException("no dialect of this name")));
  }

  private static Map<String, Object> read(String text, Dialect dialect) {
    return switch (SqlText.parse(text, dialect)) {
      case Parsed.Understood(SqlFacts facts) -> map(facts);
      case Parsed.Unparsed(String why) -> throw new IllegalArgumentException(why);
    };
  }

  private static Map<String, Object> map(SqlFacts facts) {
    Map<String, Object> map = new HashMap<>();
    map.put("kinds", facts.kinds().stream().map(SqlKind::label).sorted().toList());
    map.put("statements", (long) facts.statements());
    map.put("reads", sorted(facts.reads()));
    map.put("writes", sorted(facts.writes()));
    map.put("columns", sorted(facts.columnsRead()));
    map.put("sets", sorted(facts.columnsWritten()));
    map.put("functions", sorted(facts.functions()));
    map.put("hasWhere", facts.everyChangeHasWhere());
    map.put("locks", facts.locks());
    map.put("readOnly", facts.readOnly());
    facts.rowsMax().ifPresent(rows -> map.put("limit", rows));
    return Map.copyOf(map);
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
